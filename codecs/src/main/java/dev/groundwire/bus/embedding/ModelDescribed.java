package dev.groundwire.bus.embedding;

import java.util.Optional;

/**
 * @param model id and revision
 * @param dimensions length of its vectors
 * @param passageTokens tokens of a passage at most, special tokens not counted
 * @param other the model that the room serves besides
 */
public record ModelDescribed(
    String model, int dimensions, int passageTokens, Optional<String> other) {
  /** The only one. */
  public ModelDescribed(String model, int dimensions, int passageTokens) {
    this(model, dimensions, passageTokens, Optional.empty());
  }
}
