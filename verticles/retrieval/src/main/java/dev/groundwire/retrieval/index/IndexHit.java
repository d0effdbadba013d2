package dev.groundwire.retrieval.index;

import java.util.UUID;

/**
 * A chunk that one leg of a search found.
 *
 * @param analyzer how its text was taken apart into terms
 */
public record IndexHit(UUID chunkId, double score, String analyzer) {}
