package dev.groundwire.llm.protocol;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/**
 * Raises one alarm when what was expected last does not happen in time. Moving the expectation on
 * costs a comparison, no timer: it happens for every token.
 */
final class Watchdog {
  private static final long NEVER = Long.MAX_VALUE;

  private final Vertx vertx;
  private final Clock clock;
  private final Runnable alarm;
  private long latest = NEVER;
  private long due = NEVER;
  private long timer = -1;
  private long timerDue = NEVER;

  Watchdog(Vertx vertx, Clock clock, Runnable alarm) {
    this.vertx = vertx;
    this.clock = clock;
    this.alarm = alarm;
  }

  /** From now on nothing may take longer, whatever is expected. */
  void endWithin(Duration time) {
    latest = clock.millis() + time.toMillis();
  }

  void expectWithin(Duration time) {
    due = Math.min(clock.millis() + time.toMillis(), latest);
    if (due < timerDue) {
      stop();
      arm();
    }
  }

  /** Only the end of all is still watched. */
  void expectNothing() {
    due = latest;
  }

  void stop() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
      timerDue = NEVER;
    }
  }

  private void arm() {
    timerDue = due;
    timer = vertx.setTimer(Math.max(1, due - clock.millis()), fired -> check());
  }

  private void check() {
    timer = -1;
    timerDue = NEVER;
    if (clock.millis() >= due) {
      alarm.run();
    } else if (due != NEVER) {
      arm();
    }
  }
}
