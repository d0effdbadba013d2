package dev.groundwire.outboxrelay;

import java.util.Set;
import java.util.UUID;

/**
 * What became of a batch. Facts in neither are published again at once.
 *
 * @param taken ids of the facts that the transport has for good
 * @param failedKeys keys that it could not go on with while it took others, or that it never will
 */
record Published(Set<UUID> taken, Set<String> failedKeys) {
  static final Published NOTHING = new Published(Set.of(), Set.of());

  Published {
    taken = Set.copyOf(taken);
    failedKeys = Set.copyOf(failedKeys);
  }
}
