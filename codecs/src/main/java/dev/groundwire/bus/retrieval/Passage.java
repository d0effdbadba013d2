package dev.groundwire.bus.retrieval;

import java.util.Optional;
import java.util.UUID;

/**
 * A chunk that answers a question.
 *
 * @param page counted from 1; empty for formats without pages
 * @param start offset in the document's text, in UTF-16 units
 * @param end offset behind the last character
 * @param score comparable within one search only
 */
public record Passage(
    UUID chunkId,
    UUID documentId,
    String documentName,
    Optional<Integer> page,
    int start,
    int end,
    String section,
    String text,
    double score,
    Optional<Explanation> explain) {}
