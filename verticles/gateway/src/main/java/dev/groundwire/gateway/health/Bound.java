package dev.groundwire.gateway.health;

import java.util.function.IntSupplier;

/**
 * Something of which there is only so much.
 *
 * @param name for a person
 * @param used read on the gateway's event loop
 */
public record Bound(String name, IntSupplier used, int most) {
  double share() {
    return (double) used.getAsInt() / most;
  }
}
