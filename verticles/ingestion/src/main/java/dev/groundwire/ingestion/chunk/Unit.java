package dev.groundwire.ingestion.chunk;

import dev.groundwire.ingestion.parse.Block;

/** The smallest piece that is packed: a sentence, a row, a heading, or a part of one too long. */
record Unit(int start, int end, Block block, int tokens) {}
