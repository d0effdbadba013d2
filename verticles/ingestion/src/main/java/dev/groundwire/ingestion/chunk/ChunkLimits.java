package dev.groundwire.ingestion.chunk;

/**
 * How long passages get.
 *
 * @param maxTokens never exceeded: the model does not see what is beyond
 * @param targetTokens a passage is closed when the next sentence would exceed it
 * @param overlapTokens of whole sentences repeated from the passage before, within a section
 */
public record ChunkLimits(int maxTokens, int targetTokens, int overlapTokens) {
  public ChunkLimits {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("chunks.max_tokens is not at least 1: " + maxTokens);
    }
    if (targetTokens < 1 || targetTokens > maxTokens) {
      throw new IllegalArgumentException(
          "chunks.target_tokens is not within 1.." + maxTokens + ": " + targetTokens);
    }
    if (overlapTokens < 0 || overlapTokens > targetTokens / 2) {
      throw new IllegalArgumentException(
          "chunks.overlap_tokens is not within 0.." + targetTokens / 2 + ": " + overlapTokens);
    }
  }
}
