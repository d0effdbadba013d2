package dev.groundwire.bus.llm;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks a model to write. The prompt is for language models; the question and the evidence are the
 * same for the extractive answerer, which reads no prompt.
 *
 * @param generationId chosen by the asker, unique
 * @param model empty for the configured default
 */
public record StartGeneration(
    UUID generationId,
    Optional<String> model,
    String question,
    List<Evidence> evidence,
    List<PromptMessage> prompt,
    int maxTokens) {
  public StartGeneration {
    evidence = List.copyOf(evidence);
    prompt = List.copyOf(prompt);
  }
}
