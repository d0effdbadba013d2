package dev.groundwire.bus.llm;

import java.util.List;

/**
 * Asks a model to write an answer. The prompt is for language models; the question and the evidence
 * are the same for the extractive answerer, which reads no prompt.
 *
 * @param maxTokens of the answer
 */
public record Generate(
    Call call,
    String question,
    List<Evidence> evidence,
    List<PromptMessage> prompt,
    int maxTokens) {
  public Generate {
    evidence = List.copyOf(evidence);
    prompt = List.copyOf(prompt);
  }
}
