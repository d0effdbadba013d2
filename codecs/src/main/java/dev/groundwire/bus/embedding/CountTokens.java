package dev.groundwire.bus.embedding;

import java.util.List;

/**
 * Asks how many tokens the model sees in each text, without its special tokens.
 *
 * @param texts 1..4096
 */
public record CountTokens(List<String> texts) {
  public CountTokens {
    texts = List.copyOf(texts);
  }
}
