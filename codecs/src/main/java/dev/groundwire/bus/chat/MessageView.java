package dev.groundwire.bus.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * @param role {@code user} or {@code assistant}
 * @param answerId the answer that wrote it; empty for a question
 * @param sources what the text's {@code [n]} marks stand for
 * @param citations the marks that are citations, in the order of the text
 * @param finishReason {@code stop}, {@code length} or {@code cancelled}; empty for a question
 */
public record MessageView(
    UUID id,
    String role,
    String content,
    Optional<UUID> answerId,
    List<Source> sources,
    List<Citation> citations,
    Optional<String> finishReason,
    Instant createdAt) {
  public MessageView {
    sources = List.copyOf(sources);
    citations = List.copyOf(citations);
  }

  /** What a person asked. */
  public static MessageView question(UUID id, String content, Instant createdAt) {
    return new MessageView(
        id, "user", content, Optional.empty(), List.of(), List.of(), Optional.empty(), createdAt);
  }
}
