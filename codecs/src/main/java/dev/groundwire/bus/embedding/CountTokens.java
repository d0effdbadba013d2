package dev.groundwire.bus.embedding;

import java.util.List;
import java.util.Optional;

/**
 * Asks how many tokens the model sees in each text, without its special tokens.
 *
 * @param texts 1..4096
 * @param model as in {@link EmbedTexts}
 */
public record CountTokens(List<String> texts, Optional<String> model) {
  public CountTokens {
    texts = List.copyOf(texts);
  }

  /** As the model counts that the room serves first. */
  public CountTokens(List<String> texts) {
    this(texts, Optional.empty());
  }
}
