package dev.groundwire.bus.llm;

/**
 * The call waits for a place; sent when the position changes, at most a few times a second.
 *
 * @param position from 1, falling
 */
public record CallQueued(int position) implements GenerationItem, CompletionItem {}
