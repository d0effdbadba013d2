package dev.groundwire.retrieval.fusion;

import java.util.Optional;
import java.util.UUID;

/**
 * A chunk in the common ranking.
 *
 * @param dense what the dense leg gave it; empty when that leg did not find it
 * @param lexical the same of the lexical leg
 * @param denseShare what the dense leg adds to the score
 * @param lexicalShare the same of the lexical leg
 */
public record FusedHit(
    UUID chunkId,
    Optional<Double> dense,
    Optional<Double> lexical,
    double denseShare,
    double lexicalShare,
    String analyzer) {
  public double score() {
    return denseShare + lexicalShare;
  }
}
