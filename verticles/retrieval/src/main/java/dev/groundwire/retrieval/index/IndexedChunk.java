package dev.groundwire.retrieval.index;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A chunk to be indexed.
 *
 * @param section the headings above it; found by its words like the text
 * @param vector empty for a chunk that only its words can find
 * @param further vectors of other models
 */
public record IndexedChunk(
    UUID chunkId,
    String section,
    String text,
    Optional<ModelVector> vector,
    List<ModelVector> further) {
  public IndexedChunk {
    further = List.copyOf(further);
  }

  /** Of one model only. */
  public IndexedChunk(UUID chunkId, String section, String text, Optional<ModelVector> vector) {
    this(chunkId, section, text, vector, List.of());
  }
}
