package dev.groundwire.bus.embedding;

import java.util.Optional;

/**
 * @param model as in {@link EmbedTexts}
 */
public record DescribeModel(Optional<String> model) {
  /** The one that the room serves first. */
  public DescribeModel() {
    this(Optional.empty());
  }
}
