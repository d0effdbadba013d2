package dev.groundwire.llm.protocol;

import java.time.Duration;

/**
 * How text is handed on.
 *
 * @param coalesce text that comes within it is handed on together
 * @param mostUnread after so much that the reader has no room for, the provider is paused; in
 *     characters of an answer's text, in bytes of a completion's chunks
 */
public record Pace(Duration coalesce, int mostUnread) {}
