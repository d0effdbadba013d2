package dev.groundwire.bus;

import java.util.UUID;

/**
 * A place on the bus that answers {@code Q} with {@code R}, or fails with a {@link BusFailure}.
 *
 * @param name {@code room.verb-noun}
 */
public record RequestAddress<Q extends Record, R extends Record>(
    String name, Class<Q> request, Class<R> reply) {
  /** The same at one node, which registers it once: for what only that node can answer. */
  public RequestAddress<Q, R> on(UUID node) {
    return new RequestAddress<>(name + "." + node, request, reply);
  }
}
