package dev.groundwire.chat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.bus.retrieval.PassageFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A stored question, and what its answer is made from.
 *
 * @param previous messages of the conversation before it, oldest first
 * @param keepGoing true to answer also when nobody watches
 * @param requestId of the request that asked
 */
record Question(
    UUID answerId,
    Tenant tenant,
    Optional<UUID> conversationId,
    String text,
    List<MessageView> previous,
    Optional<String> model,
    PassageFilter filter,
    boolean keepGoing,
    String requestId,
    Instant askedAt) {
  Question {
    previous = List.copyOf(previous);
  }

  Question withoutPrevious() {
    return new Question(
        answerId,
        tenant,
        conversationId,
        text,
        List.of(),
        model,
        filter,
        keepGoing,
        requestId,
        askedAt);
  }
}
