package dev.groundwire.bus.chat;

import java.util.List;

/**
 * @param messages oldest first, at most the last 200
 */
public record ConversationFound(ConversationView conversation, List<MessageView> messages) {
  public ConversationFound {
    messages = List.copyOf(messages);
  }
}
