package dev.groundwire.llm.dispatch;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Timers of the context that it is made on. */
final class VertxTiming implements Timing {
  private final Vertx vertx;
  private final Context context;
  private final Clock clock;

  VertxTiming(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.clock = clock;
  }

  @Override
  public long now() {
    return clock.millis();
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
