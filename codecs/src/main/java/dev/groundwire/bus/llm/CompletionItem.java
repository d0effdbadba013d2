package dev.groundwire.bus.llm;

/**
 * What a reader of {@link LlmBus#COMPLETE} gets: any number of {@link CallQueued}, then {@link
 * CallBegan} once, any number of {@link CompletionChunk}, {@link CallEnded} once, and the stream's
 * end.
 */
public sealed interface CompletionItem permits CallQueued, CallBegan, CompletionChunk, CallEnded {}
