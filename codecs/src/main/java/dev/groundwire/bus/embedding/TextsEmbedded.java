package dev.groundwire.bus.embedding;

import java.util.List;

/**
 * @param model id and revision of the model; vectors of two models are never compared
 * @param vectors of length 1, in the order of the texts
 */
public record TextsEmbedded(String model, List<float[]> vectors) {
  public TextsEmbedded {
    vectors = List.copyOf(vectors);
  }
}
