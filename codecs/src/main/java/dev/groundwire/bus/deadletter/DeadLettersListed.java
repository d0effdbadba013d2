package dev.groundwire.bus.deadletter;

import java.util.List;
import java.util.Optional;

public record DeadLettersListed(List<DeadLetterView> items, Optional<String> nextCursor) {
  public DeadLettersListed {
    items = List.copyOf(items);
  }
}
