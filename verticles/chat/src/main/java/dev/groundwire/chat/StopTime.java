package dev.groundwire.chat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The time of a stop, of which each of its steps gets what is left. From any thread. */
final class StopTime {
  /** Also late, what is done already must be seen. */
  private static final long LEAST_MILLIS = 50;

  private static final long NOT_BEGUN = -1;

  private final Clock clock;
  private final long allMillis;
  private final AtomicLong latestMillis = new AtomicLong(NOT_BEGUN);

  StopTime(Clock clock, Duration all) {
    this.clock = clock;
    this.allMillis = all.toMillis();
  }

  /** Only the first time counts. */
  void begin() {
    latestMillis.compareAndSet(NOT_BEGUN, clock.millis() + allMillis);
  }

  /** For answers to come to their own end: the rest is for ending the others. */
  Duration forAnswers() {
    return atLeastAMoment(left().toMillis() - allMillis / 4);
  }

  Duration left() {
    return atLeastAMoment(latestMillis.get() - clock.millis());
  }

  private static Duration atLeastAMoment(long millis) {
    return Duration.ofMillis(Math.max(LEAST_MILLIS, millis));
  }
}
