package dev.groundwire.ingestion.chunk;

import dev.groundwire.ingestion.parse.Block;

/** A stretch of text whose tokens are not counted yet. */
record Span(int start, int end, Block block) {
  int length() {
    return end - start;
  }
}
