package dev.groundwire.outboxrelay;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Keys whose last fact was not taken: left out for a while, so that they hold up no others. */
final class RestingKeys {
  /** Beyond it the one that has rested longest is tried again early. */
  private static final int MOST = 10_000;

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private record Rest(int failures, long until) {}

  private final Map<String, Rest> resting = new LinkedHashMap<>();
  private final LongSupplier nanoTime;

  RestingKeys(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Those that are not to be claimed now. */
  Set<String> now() {
    long now = nanoTime.getAsLong();
    return resting.entrySet().stream()
        .filter(key -> key.getValue().until() - now > 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  void failed(String key) {
    Rest before = resting.remove(key);
    int failures = before == null ? 1 : before.failures() + 1;
    Duration rest = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
    Duration bounded = rest.compareTo(LONGEST) > 0 ? LONGEST : rest;
    resting.put(key, new Rest(failures, nanoTime.getAsLong() + bounded.toNanos()));
    if (resting.size() > MOST) {
      resting.remove(resting.keySet().iterator().next());
    }
  }

  void succeeded(String key) {
    resting.remove(key);
  }
}
