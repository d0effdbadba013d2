package dev.groundwire.bus.event;

import dev.groundwire.bus.RecordJson;

/** A kind of fact, and the shape of its payload. */
public record EventType<P extends Record>(String name, Class<P> payload) {
  public P read(EventEnvelope event) {
    return RecordJson.read(event.payload(), payload);
  }
}
