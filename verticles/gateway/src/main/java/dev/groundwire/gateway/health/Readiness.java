package dev.groundwire.gateway.health;

import java.util.List;

/**
 * Whether this node should get requests.
 *
 * @param status {@code ready} or {@code not ready}
 * @param reasons why it should not
 */
public record Readiness(String status, List<String> reasons) {
  static Readiness of(List<String> reasons) {
    return new Readiness(reasons.isEmpty() ? "ready" : "not ready", List.copyOf(reasons));
  }

  boolean ready() {
    return reasons.isEmpty();
  }
}
