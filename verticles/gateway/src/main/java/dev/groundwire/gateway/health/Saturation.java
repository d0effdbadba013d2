package dev.groundwire.gateway.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether this node should get no further work. A bound counts as used up once it has been for a
 * while without a break, and until it has clear room again: a node that is in and out of its load
 * balancer does worse than one that refuses a little.
 */
final class Saturation {
  private final List<Bound> bounds;
  private final double full;
  private final double roomy;
  private final Duration fullFor;
  private final Clock clock;
  private final Map<String, Instant> fullSince = new HashMap<>();
  private final Set<String> usedUp = ConcurrentHashMap.newKeySet();

  Saturation(List<Bound> bounds, double full, double roomy, Duration fullFor, Clock clock) {
    this.bounds = List.copyOf(bounds);
    this.full = full;
    this.roomy = roomy;
    this.fullFor = fullFor;
    this.clock = clock;
  }

  /** To be called at a steady pace. */
  void look() {
    Instant now = clock.instant();
    for (Bound bound : bounds) {
      double share = bound.share();
      if (share >= full) {
        Instant since = fullSince.computeIfAbsent(bound.name(), ignored -> now);
        if (!since.plus(fullFor).isAfter(now)) {
          usedUp.add(bound.name());
        }
      } else {
        fullSince.remove(bound.name());
        if (share < roomy) {
          usedUp.remove(bound.name());
        }
      }
    }
  }

  /** Empty when there is room. For any thread. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    for (Bound bound : bounds) {
      if (usedUp.contains(bound.name())) {
        reasons.add(
            "%s are used up (%d of %d)"
                .formatted(bound.name(), bound.used().getAsInt(), bound.most()));
      }
    }
    return reasons;
  }
}
