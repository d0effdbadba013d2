package dev.groundwire.bus.ingestion;

import java.time.Instant;
import java.util.Optional;

/**
 * The vectors of one embedding model, of all organizations.
 *
 * @param model id and revision
 * @param served whether the embedding room has the model
 * @param chunks that can be searched
 * @param missing of these, those without a vector of this model
 * @param compared with the current generation, when its last job ended
 */
public record GenerationView(
    int id,
    String model,
    int dimensions,
    GenerationState state,
    boolean served,
    long chunks,
    long missing,
    Optional<Compared> compared,
    Instant createdAt,
    Instant changedAt) {
  /**
   * @param questions that were asked of both
   * @param overlapAt10 share of the first ten passages that both found, 0..1, on average
   */
  public record Compared(int questions, double overlapAt10, Instant at) {}
}
