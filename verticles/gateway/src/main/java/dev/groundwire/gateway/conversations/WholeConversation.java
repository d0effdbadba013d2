package dev.groundwire.gateway.conversations;

import dev.groundwire.bus.chat.ConversationFound;
import dev.groundwire.bus.chat.MessageView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A conversation with its messages, as clients see it. */
record WholeConversation(
    UUID id, String title, Instant createdAt, Instant updatedAt, List<MessageView> messages) {
  static WholeConversation of(ConversationFound found) {
    return new WholeConversation(
        found.conversation().id(),
        found.conversation().title(),
        found.conversation().createdAt(),
        found.conversation().updatedAt(),
        found.messages());
  }
}
