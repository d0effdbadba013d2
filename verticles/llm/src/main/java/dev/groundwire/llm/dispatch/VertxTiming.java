package dev.groundwire.llm.dispatch;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Timers of the context that it is made on. */
final class VertxTiming implements Timing {
  private final Vertx vertx;
  private final Context context;
  private final Clock clock;
  private final LongSupplier nowMillis;

  /**
   * @param clock by which callers say how long they wait
   * @param nowMillis a time that nobody sets
   */
  VertxTiming(Vertx vertx, Clock clock, LongSupplier nowMillis) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.clock = clock;
    this.nowMillis = nowMillis;
  }

  @Override
  public long now() {
    return nowMillis.getAsLong();
  }

  @Override
  public long at(Instant instant) {
    return now() + instant.toEpochMilli() - clock.millis();
  }

  @Override
  public Alarm in(long millis, Runnable work) {
    long timer = vertx.setTimer(Math.max(1, millis), fired -> work.run());
    return () -> vertx.cancelTimer(timer);
  }

  @Override
  public void soon(Runnable work) {
    context.runOnContext(then -> work.run());
  }
}
