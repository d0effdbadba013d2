package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.inbox.EventsLanded;
import dev.groundwire.bus.inbox.LandEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An inbox that keeps what it was handed, in the order of its arrival. */
final class LandingInbox {
  private final Map<String, List<Long>> sequences = new ConcurrentHashMap<>();
  private final List<EventEnvelope> arrivals = new CopyOnWriteArrayList<>();
  private final AtomicInteger largest = new AtomicInteger();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /** Takes all facts but those of refused keys. */
  EventsLanded land(LandEvents request) {
    largest.accumulateAndGet(request.events().size(), Math::max);
    List<UUID> taken = new ArrayList<>();
    for (EventEnvelope event : request.events()) {
      if (!refused.contains(event.key())) {
        arrivals.add(event);
        sequences
            .computeIfAbsent(event.key(), ignored -> new CopyOnWriteArrayList<>())
            .add(event.keySeq());
        taken.add(event.id());
      }
    }
    return new EventsLanded(taken);
  }

  void refuse(UUID key) {
    refused.add(key.toString());
  }

  void acceptAll() {
    refused.clear();
  }

  /** Numbers within the key, as they arrived. */
  List<Long> of(UUID key) {
    return sequences.getOrDefault(key.toString(), List.of());
  }

  /** The latest fact of that key. */
  Optional<EventEnvelope> last(UUID key) {
    return arrivals.stream()
        .filter(event -> event.key().equals(key.toString()))
        .reduce((before, after) -> after);
  }

  int largestBatch() {
    return largest.get();
  }

  int arrivals() {
    return arrivals.size();
  }

  long different() {
    return arrivals.stream().map(EventEnvelope::id).distinct().count();
  }
}
