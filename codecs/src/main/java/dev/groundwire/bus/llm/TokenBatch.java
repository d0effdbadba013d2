package dev.groundwire.bus.llm;

import java.util.Optional;

/**
 * Text written since the last read, may be empty.
 *
 * @param finishReason {@code stop} or {@code length} in the last batch, else empty
 * @param usage in the last batch, as the provider says or as counted here
 */
public record TokenBatch(String text, Optional<String> finishReason, Optional<TokenUsage> usage) {}
