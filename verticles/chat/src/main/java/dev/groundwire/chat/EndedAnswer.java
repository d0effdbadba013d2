package dev.groundwire.chat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.TokenUsage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An answer with its end, ready to be stored.
 *
 * @param term under which it is ended: nothing is stored when it is no longer ours
 * @param outcome as events tell it: {@code stop}, {@code length}, {@code cancelled} or {@code
 *     error}
 * @param log as it is stored, with its end
 * @param last the end, which watchers have not seen yet
 */
record EndedAnswer(
    UUID id,
    int term,
    Tenant tenant,
    Optional<UUID> conversationId,
    AnswerState state,
    String outcome,
    String text,
    SourceList sources,
    List<Citation> citations,
    String model,
    TokenUsage usage,
    Optional<String> error,
    String log,
    LogEntry last,
    String requestId) {
  static final String CANCELLED = "cancelled";
  static final String FAILED = "error";

  /** Stands for the model where none has written. */
  static final String NO_MODEL = "none";

  EndedAnswer {
    citations = List.copyOf(citations);
  }

  /** Empty for an answer that failed. */
  Optional<String> finishReason() {
    return error.isPresent() ? Optional.empty() : Optional.of(outcome);
  }
}
