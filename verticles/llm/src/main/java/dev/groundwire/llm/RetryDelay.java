package dev.groundwire.llm;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: at random, so that callers do not return together. */
final class RetryDelay {
  private static final int MOST_DOUBLINGS = 10;

  private final Duration first;
  private final RandomGenerator random;

  RetryDelay(Duration first, RandomGenerator random) {
    this.first = first;
    this.random = random;
  }

  /**
   * @param attempt the one that failed, from 1
   */
  Duration after(int attempt, UpstreamFailure failure) {
    long most = first.toMillis() << Math.min(attempt - 1, MOST_DOUBLINGS);
    Duration jittered = Duration.ofMillis(random.nextLong(most + 1));
    return failure.retryAfter().map(jittered::plus).orElse(jittered);
  }
}
