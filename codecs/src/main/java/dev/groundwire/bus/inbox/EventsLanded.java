package dev.groundwire.bus.inbox;

import java.util.List;
import java.util.UUID;

/**
 * Committed: the inbox has these facts for good.
 *
 * @param ids of the facts taken or had before; a fact that is missing here came before another one
 *     of its key and is to be handed over again later
 */
public record EventsLanded(List<UUID> ids) {
  public EventsLanded {
    ids = List.copyOf(ids);
  }
}
