package dev.groundwire.deadletter;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.deadletter.DeadLetterState;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a dead letter is tried again, if at all. */
final class RetrySchedule {
  /** A person who asks for a replay wants it now or an answer soon. */
  private static final int REPLAY_TRIES = 3;

  private final DeadLetterConfig config;
  private final RandomGenerator random;

  RetrySchedule(DeadLetterConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  /** Wait before the next try; empty when it is to wait for a person. */
  Optional<Duration> next(DeadLetterState state, int tries, boolean mayHelp) {
    if (!mayHelp || tries >= most(state)) {
      return Optional.empty();
    }
    int step = state == DeadLetterState.REPLAYING ? 0 : tries;
    return Optional.of(
        jittered(config.retryDelays().get(Math.min(step, config.retryDelays().size() - 1))));
  }

  /** How many tries may begin. */
  int most(DeadLetterState state) {
    return state == DeadLetterState.REPLAYING ? REPLAY_TRIES : config.maxAttempts();
  }

  /** Nobody can tell what an unexpected failure depends on, so another try may help. */
  static boolean mayHelp(BusFailure failure) {
    return failure.code().retryable() || failure.code() == FailureCode.INTERNAL;
  }

  /** For one that no handler ever answered for: each time the process ended under it. */
  static BusFailure neverEnded() {
    return new BusFailure(
        FailureCode.UNPROCESSABLE,
        "The server stopped or lost its database each time it worked on this; see its log.");
  }

  /** A fifth more or less, so that what failed together does not come back together. */
  private Duration jittered(Duration delay) {
    long millis = delay.toMillis();
    long fifth = millis / 5;
    return Duration.ofMillis(Math.max(1, millis - fifth + random.nextLong(2 * fifth + 1)));
  }
}
