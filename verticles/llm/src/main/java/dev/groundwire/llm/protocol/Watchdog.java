package dev.groundwire.llm.protocol;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Raises one alarm when what was expected last does not happen in time. Moving the expectation on
 * costs a comparison, no timer: it happens for every token.
 */
final class Watchdog {
  private static final long NEVER = Long.MAX_VALUE;

  private final Vertx vertx;
  private final LongSupplier nowMillis;
  private final Runnable alarm;
  private long latest = NEVER;
  private long due = NEVER;
  private long timer = -1;
  private long timerDue = NEVER;

  /**
   * @param nowMillis a time that nobody sets
   */
  Watchdog(Vertx vertx, LongSupplier nowMillis, Runnable alarm) {
    this.vertx = vertx;
    this.nowMillis = nowMillis;
    this.alarm = alarm;
  }

  /** From now on nothing may take longer, whatever is expected. */
  void endWithin(Duration time) {
    latest = nowMillis.getAsLong() + time.toMillis();
  }

  void expectWithin(Duration time) {
    due = Math.min(nowMillis.getAsLong() + time.toMillis(), latest);
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
    timer = vertx.setTimer(Math.max(1, due - nowMillis.getAsLong()), fired -> check());
  }

  private void check() {
    timer = -1;
    timerDue = NEVER;
    if (nowMillis.getAsLong() >= due) {
      alarm.run();
    } else if (due != NEVER) {
      arm();
    }
  }
}
