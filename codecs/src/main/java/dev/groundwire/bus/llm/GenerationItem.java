package dev.groundwire.bus.llm;

/**
 * What a reader of {@link LlmBus#GENERATE} gets: any number of {@link CallQueued}, then {@link
 * CallBegan} once, any number of {@link TokenBatch}, {@link CallEnded} once, and the stream's end.
 * A cancelled stream gets nothing more.
 */
public sealed interface GenerationItem permits CallQueued, CallBegan, TokenBatch, CallEnded {}
