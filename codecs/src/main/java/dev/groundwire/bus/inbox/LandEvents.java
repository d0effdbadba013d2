package dev.groundwire.bus.inbox;

import dev.groundwire.bus.event.EventEnvelope;
import java.util.List;

/**
 * Facts that a transport hands to the inbox.
 *
 * @param events those of one key in their order; any number of keys
 */
public record LandEvents(List<EventEnvelope> events) {
  public LandEvents {
    events = List.copyOf(events);
  }
}
