package dev.groundwire.bus.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * @param role {@code user} or {@code assistant}
 * @param answerId the answer that wrote it; empty for a question
 * @param sources what the text's {@code [n]} marks stand for
 */
public record MessageView(
    UUID id,
    String role,
    String content,
    Optional<UUID> answerId,
    List<Source> sources,
    Instant createdAt) {}
