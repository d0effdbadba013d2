package dev.groundwire.bus;

import java.util.List;
import java.util.UUID;

/**
 * A place on the bus that answers {@code Q} with a stream of {@code M}, which ends, fails with a
 * {@link BusFailure}, or is cancelled by its reader. The reader grants credits: what it has no room
 * for is not sent.
 *
 * @param name {@code room.verb-noun}
 * @param items every record that may come
 */
public record StreamAddress<Q extends Record, M>(
    String name, Class<Q> request, List<Class<? extends M>> items) {
  public StreamAddress {
    items = List.copyOf(items);
  }

  /** The same of one node alone: its private address, registered once while it runs. */
  public StreamAddress<Q, M> on(UUID node) {
    return new StreamAddress<>(name + "." + node, request, items);
  }
}
