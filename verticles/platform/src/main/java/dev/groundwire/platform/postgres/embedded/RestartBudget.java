package dev.groundwire.platform.postgres.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How often, and after which pause, a crashed server is started again. */
final class RestartBudget {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final int restarts;
  private final Duration window;
  private final LongSupplier nanos;
  private final Deque<Long> spent = new ArrayDeque<>();

  RestartBudget(int restarts, Duration window, LongSupplier nanos) {
    this.restarts = restarts;
    this.window = window;
    this.nanos = nanos;
  }

  /** The pause before the next restart, doubled with each one in the window; empty when spent. */
  Optional<Duration> spend() {
    long now = nanos.getAsLong();
    while (!spent.isEmpty() && now - spent.getFirst() > window.toNanos()) {
      spent.removeFirst();
    }
    if (spent.size() >= restarts) {
      return Optional.empty();
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(spent.size(), 20));
    spent.addLast(now);
    return Optional.of(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
  }
}
