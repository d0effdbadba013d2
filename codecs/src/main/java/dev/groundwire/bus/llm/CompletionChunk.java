package dev.groundwire.bus.llm;

/**
 * One or more chunks of a streamed chat completion.
 *
 * @param data each chunk's JSON on a line of its own, as the provider wrote it, lines separated by
 *     LF; chunks are handed on together when they come together
 */
public record CompletionChunk(String data) implements CompletionItem {}
