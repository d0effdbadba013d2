package dev.groundwire.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a step that has failed is tried again. */
final class RetryDelay {
  private static final int MOST_DOUBLINGS = 20;

  private final JobsConfig config;
  private final RandomGenerator random;

  RetryDelay(JobsConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  /** For one that failed without any word: its nodes went silent. */
  boolean isSpent(int attempts) {
    return attempts >= config.maxAttempts();
  }

  /**
   * Empty when it is not.
   *
   * @param attempts that have failed in a row, this one included
   */
  Optional<Duration> after(RuntimeException failure, int attempts) {
    return mayHelp(failure) && !isSpent(attempts) ? Optional.of(delay(attempts)) : Optional.empty();
  }

  /** Nobody can tell what an unexpected failure depends on, so another try may help. */
  private static boolean mayHelp(RuntimeException failure) {
    return !(failure instanceof BusFailure known)
        || known.code().retryable()
        || known.code() == FailureCode.INTERNAL;
  }

  /** A fifth more or less, so that what failed together does not come back together. */
  private Duration delay(int attempts) {
    long doubled =
        config.retryBase().toMillis() << Math.min(MOST_DOUBLINGS, Math.max(0, attempts - 1));
    long millis = Math.min(doubled, config.retryMost().toMillis());
    long fifth = millis / 5;
    return Duration.ofMillis(Math.max(1, millis - fifth + random.nextLong(2 * fifth + 1)));
  }
}
