package dev.groundwire.ingestion.chunk;

import java.util.Optional;

/**
 * A passage: exactly what stands between two offsets of the document's text.
 *
 * @param ordinal counted from 0
 * @param page that all of it is on; empty for formats without pages
 * @param start offset of the first character, in UTF-16 units
 * @param end offset behind the last character
 * @param section the headings that all of it stands under, outermost first, joined by " > "
 * @param tokens as the embedding model counts them, without its special tokens
 */
public record Chunk(
    int ordinal,
    Optional<Integer> page,
    int start,
    int end,
    String section,
    String text,
    int tokens) {}
