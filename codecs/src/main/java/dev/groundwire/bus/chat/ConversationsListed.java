package dev.groundwire.bus.chat;

import java.util.List;
import java.util.Optional;

public record ConversationsListed(List<ConversationView> items, Optional<String> nextCursor) {
  public ConversationsListed {
    items = List.copyOf(items);
  }
}
