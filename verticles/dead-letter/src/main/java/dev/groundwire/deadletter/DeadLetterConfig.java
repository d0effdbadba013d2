package dev.groundwire.deadletter;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
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
    Require.within("dead_letter.max_attempts", maxAttempts, 0, 100);
    Require.that(
        !retryDelays.isEmpty(), "dead_letter.retry_delays", "a list such as [5s, 5m]", retryDelays);
    retryDelays.forEach(delay -> Require.positive("dead_letter.retry_delays", delay));
    Require.within("dead_letter.replay_per_second", replayPerSecond, 1, 10_000);
    Require.within("dead_letter.at_once", atOnce, 1, 10_000);
    Require.within("dead_letter.slots", slots, 1, 1_000);
    Require.atLeast("dead_letter.lease", lease, Duration.ofSeconds(3));
    Require.positive("dead_letter.deadline", deadline);
    Require.positive("dead_letter.poll_interval", pollInterval);
    Require.positive("dead_letter.keep_ended", keepEnded);
  }
}
