package dev.groundwire.retrieval;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Documents that are being deleted, hidden from the index until it has dropped them. Forgotten with
 * age and beyond a number, oldest first: the database hides what it has deleted anyway, and a
 * deletion that did not happen must not hide a document for ever. Thread-safe.
 */
final class Tombstones {
  private final Clock clock;
  private final Duration age;
  private final int limit;
  private final Map<UUID, Instant> buried = new LinkedHashMap<>();

  Tombstones(Clock clock, Duration age, int limit) {
    this.clock = clock;
    this.age = age;
    this.limit = limit;
  }

  synchronized void bury(UUID documentId) {
    forgetOld();
    buried.remove(documentId);
    buried.put(documentId, clock.instant());
    if (buried.size() > limit) {
      buried.remove(buried.keySet().iterator().next());
    }
  }

  /** Called when the index has nothing of the document any more, or something newer. */
  synchronized void lift(UUID documentId) {
    buried.remove(documentId);
  }

  synchronized Set<UUID> hidden() {
    forgetOld();
    return Set.copyOf(buried.keySet());
  }

  private void forgetOld() {
    Instant oldest = clock.instant().minus(age);
    buried.values().removeIf(oldest::isAfter);
  }
}
