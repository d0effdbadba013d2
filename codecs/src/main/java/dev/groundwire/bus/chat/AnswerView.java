package dev.groundwire.bus.chat;

import dev.groundwire.bus.llm.TokenUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An answer as far as it is written.
 *
 * @param citations in the order of the text
 * @param error for a person; empty unless {@code failed}
 */
public record AnswerView(
    UUID id,
    Optional<UUID> conversationId,
    AnswerState state,
    String question,
    String text,
    List<Source> sources,
    List<Citation> citations,
    Optional<String> model,
    Optional<String> finishReason,
    Optional<TokenUsage> usage,
    Optional<String> error,
    Instant createdAt) {
  public AnswerView {
    sources = List.copyOf(sources);
    citations = List.copyOf(citations);
  }
}
