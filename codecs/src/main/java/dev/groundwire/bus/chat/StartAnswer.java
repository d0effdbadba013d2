package dev.groundwire.bus.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks a question. The reply comes once the question is stored; the answer is read from its log.
 *
 * @param workspaceId empty when a conversation names the place
 * @param conversationId empty for a question on its own
 * @param question 1..{@value #MAX_QUESTION} characters
 * @param model empty for the configured default
 * @param keepGoing true to finish also when nobody watches, as {@code Prefer: respond-async} asks
 */
public record StartAnswer(
    UUID organizationId,
    Optional<UUID> workspaceId,
    Optional<UUID> conversationId,
    String question,
    Optional<String> model,
    PassageFilter filter,
    String correlationId,
    boolean keepGoing) {
  public static final int MAX_QUESTION = 8_192;

  public StartAnswer {
    if (question.isBlank() || question.length() > MAX_QUESTION) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST,
          "The question is empty or longer than " + MAX_QUESTION + " characters.");
    }
    if (workspaceId.isEmpty() == conversationId.isEmpty()) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "Name either a workspace or a conversation.");
    }
  }
}
