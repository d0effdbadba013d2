package dev.groundwire.bus.ingestion;

import java.util.Optional;
import java.util.UUID;

/**
 * A piece of a document's text.
 *
 * @param page counted from 1; empty for formats without pages
 * @param start offset of the first character in the document's extracted text, in UTF-16 units
 * @param end offset behind the last character
 * @param section the headings above it, outermost first, joined by " > "; may be empty
 */
public record ChunkView(
    UUID id,
    int ordinal,
    Optional<Integer> page,
    int start,
    int end,
    String section,
    String text) {}
