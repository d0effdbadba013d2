package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Carries facts to the inbox. Publishing the same fact again is harmless. */
interface EventTransport {
  /** {@code in-process} or {@code jetstream}. */
  String name();

  /** How many facts it takes together now, up to {@code most}; 0 while it is down. */
  int takes(int most);

  /**
   * Awaits until the transport has the facts for good, or not. Facts of one key are published one
   * after the other and only as far as each was taken; a key that fails holds up no other.
   *
   * @param events those of one key in their order
   * @param stillOurs asked before each fact leaves: false once another relay may publish them
   */
  Published publish(List<EventEnvelope> events, BooleanSupplier stillOurs);

  /** Why it is down, for a person; empty while it is up. */
  Optional<String> trouble();
}
