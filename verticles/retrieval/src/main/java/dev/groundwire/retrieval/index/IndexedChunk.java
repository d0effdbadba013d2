package dev.groundwire.retrieval.index;

import java.util.Optional;
import java.util.UUID;

/**
 * A chunk to be indexed.
 *
 * @param section the headings above it; found by its words like the text
 * @param vector empty for a chunk that only its words can find
 */
public record IndexedChunk(
    UUID chunkId, String section, String text, Optional<ModelVector> vector) {}
