package dev.groundwire.bus;

import java.util.UUID;

/**
 * A place on the bus that answers {@code Q} with {@code R}, or fails with a {@link BusFailure}.
 *
 * @param name {@code room.verb-noun}
 * @param isHarmless whether asking twice does no more than asking once: such a request is asked
 *     again when a node has gone that may have had it
 */
public record RequestAddress<Q extends Record, R extends Record>(
    String name, Class<Q> request, Class<R> reply, boolean isHarmless) {
  /** Of what must not happen twice. */
  public RequestAddress(String name, Class<Q> request, Class<R> reply) {
    this(name, request, reply, false);
  }

  /** The same, known to be harmless. */
  public RequestAddress<Q, R> harmless() {
    return new RequestAddress<>(name, request, reply, true);
  }

  /** The same at one node, which registers it once: for what only that node can answer. */
  public RequestAddress<Q, R> on(UUID node) {
    return new RequestAddress<>(name + "." + node, request, reply, isHarmless);
  }
}
