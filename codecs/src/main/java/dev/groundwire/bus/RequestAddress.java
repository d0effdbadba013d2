package dev.groundwire.bus;

import java.util.UUID;

/**
 * A place on the bus that answers {@code Q} with {@code R}, or fails with a {@link BusFailure}.
 *
 * @param name {@code room.verb-noun}
 */
public record RequestAddress<Q extends Record, R extends Record>(
    String name, Class<Q> request, Class<R> reply) {
  /** The same of one node alone: its private address, registered once while it runs. */
  public RequestAddress<Q, R> on(UUID node) {
    return new RequestAddress<>(name + "." + node, request, reply);
  }
}
