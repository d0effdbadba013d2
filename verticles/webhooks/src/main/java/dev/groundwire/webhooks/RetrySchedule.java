package dev.groundwire.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a delivery is tried again, and when an endpoint that is away. */
final class RetrySchedule {
  private static final int MOST_DOUBLINGS = 20;

  private final List<Duration> delays;
  private final Duration breakerPause;
  private final Duration breakerMost;
  private final RandomGenerator random;

  RetrySchedule(WebhooksConfig config, RandomGenerator random) {
    this.delays = config.retryDelays();
    this.breakerPause = config.breakerPause();
    this.breakerMost = config.breakerMost();
    this.random = random;
  }

  /** Wait before the next try; empty when that was the last one. */
  Optional<Duration> next(int tries) {
    return tries > delays.size()
        ? Optional.empty()
        : Optional.of(jittered(delays.get(Math.max(0, tries - 1))));
  }

  /** How long the breaker stays open for the {@code trip}th time in a row, the first being 0. */
  Duration open(int trip) {
    Duration doubled = breakerPause.multipliedBy(1L << Math.min(trip, MOST_DOUBLINGS));
    return jittered(doubled.compareTo(breakerMost) < 0 ? doubled : breakerMost);
  }

  /** A fifth more or less, so that what failed together does not come back together. */
  private Duration jittered(Duration delay) {
    long millis = delay.toMillis();
    long fifth = millis / 5;
    return Duration.ofMillis(Math.max(1, millis - fifth + random.nextLong(2 * fifth + 1)));
  }
}
