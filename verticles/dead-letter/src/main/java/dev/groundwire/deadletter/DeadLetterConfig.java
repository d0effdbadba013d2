package dev.groundwire.deadletter;

import dev.groundwire.platform.config.Env;
import java.time.Duration;
import java.util.List;

/**
 * What happens to facts that could not be handled.
 *
 * @param maxAttempts how often one is tried again by itself until it waits for a person
 * @param retryDelays wait before each of these tries, with jitter; the last one repeats
 * @param replayPerSecond how many of an organization are tried again a second when a person asks
 *     for many
 * @param atOnce requests of one kind served together
 * @param slots tries under way at a time
 * @param lease how long a try stays with a node that has gone silent
 * @param deadline longest time one handler may take
 * @param pollInterval longest time until a due try is seen
 * @param keepEnded how long one that is handled or discarded stays readable
 */
public record DeadLetterConfig(
    @Env("DLQ_MAX_ATTEMPTS") int maxAttempts,
    List<Duration> retryDelays,
    int replayPerSecond,
    int atOnce,
    int slots,
    Duration lease,
    Duration deadline,
    Duration pollInterval,
    Duration keepEnded) {
  public DeadLetterConfig {
    retryDelays = List.copyOf(retryDelays);
    within("max_attempts (DLQ_MAX_ATTEMPTS)", maxAttempts, 0, 100);
    within("replay_per_second", replayPerSecond, 1, 10_000);
    within("at_once", atOnce, 1, 10_000);
    within("slots", slots, 1, 1_000);
    if (retryDelays.isEmpty()) {
      throw new IllegalArgumentException(
          "dead_letter.retry_delays is empty; write at least one, such as [5s]");
    }
    retryDelays.forEach(delay -> positive("retry_delays", delay));
    if (lease.toSeconds() < 3) {
      throw new IllegalArgumentException("dead_letter.lease is shorter than 3s: " + lease);
    }
    positive("deadline", deadline);
    positive("poll_interval", pollInterval);
    positive("keep_ended", keepEnded);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "dead_letter." + key + " is not within " + least + ".." + most + ": " + value);
    }
  }

  private static void positive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("dead_letter." + key + " is not above 0: " + value);
    }
  }
}
