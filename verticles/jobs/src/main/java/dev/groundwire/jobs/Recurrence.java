package dev.groundwire.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a schedule is due. */
final class Recurrence {
  private static final Duration MOST_JITTER = Duration.ofMinutes(5);
  private static final int JITTER_SHARE = 20;

  private final RandomGenerator random;

  Recurrence(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The first time after {@code now}, or after its last one; times that were missed are left out.
   *
   * @param last when it was due; empty for the first time
   */
  Instant next(ScheduleConfig schedule, Optional<Instant> last, Instant now) {
    Optional<LocalTime> time = schedule.time();
    Instant due =
        time.isPresent()
            ? atTime(time.get(), schedule.every(), last, now)
            : now.plus(schedule.every());
    return due.plus(jitter(schedule.every()));
  }

  private static Instant atTime(
      LocalTime time, Duration every, Optional<Instant> last, Instant now) {
    // What was due a little late for its jitter still counts as of its own day.
    Instant from = last.map(due -> due.plus(every).minus(Duration.ofHours(12))).orElse(now);
    Instant earliest = from.isAfter(now) ? from : now;
    Instant sameDay =
        earliest.atOffset(ZoneOffset.UTC).toLocalDate().atTime(time).toInstant(ZoneOffset.UTC);
    return sameDay.isAfter(earliest) ? sameDay : sameDay.plus(Duration.ofDays(1));
  }

  private Duration jitter(Duration every) {
    long most = Math.min(MOST_JITTER.toMillis(), every.toMillis() / JITTER_SHARE);
    return Duration.ofMillis(random.nextLong(most + 1));
  }
}
