package dev.groundwire.bus.chat;

import java.util.Optional;
import java.util.UUID;

/**
 * A passage an answer may cite as {@code [n]}.
 *
 * @param page counted from 1; empty for formats without pages
 * @param start offset in the document's text, in UTF-16 units
 * @param end offset behind the last character
 */
public record Source(
    int n,
    UUID documentId,
    String documentName,
    Optional<Integer> page,
    int start,
    int end,
    String text,
    double score) {}
