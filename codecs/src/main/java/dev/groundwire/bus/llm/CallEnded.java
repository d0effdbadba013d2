package dev.groundwire.bus.llm;

/**
 * The text is complete.
 *
 * @param finishReason {@code stop} or {@code length}; of a completion also what else the provider
 *     says
 * @param usage as the provider says, or as counted here when it says nothing
 */
public record CallEnded(String finishReason, TokenUsage usage)
    implements GenerationItem, CompletionItem {}
