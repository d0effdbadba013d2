package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/**
 * How late a timer comes on the event loops, at worst within the last seconds: on a loop that
 * something blocks, everything else is as late.
 */
final class EventLoopDelay {
  private static final long EVERY_MILLIS = 100;
  private static final long WINDOW_PART_MILLIS = 5_000;
  private static final int WINDOW_PARTS = 3;

  private final TimeWindowMax worst =
      new TimeWindowMax(Clock.SYSTEM, WINDOW_PART_MILLIS, WINDOW_PARTS);

  private EventLoopDelay() {}

  /** On each of {@code loops}, which are handed out in turn. */
  static void watch(Vertx vertx, int loops, MeterRegistry meters) {
    EventLoopDelay delay = new EventLoopDelay();
    Gauge.builder("event.loop.delay", delay.worst, worst -> worst.poll(TimeUnit.SECONDS))
        .description("How late a timer of 100 ms comes, at worst within 15 s")
        .baseUnit("seconds")
        .strongReference(true)
        .register(meters);
    for (int loop = 0; loop < loops; loop++) {
      ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
      context.runOnContext(ignored -> delay.next(vertx));
    }
  }

  /** Not a periodic one: that catches up by coming early. */
  private void next(Vertx vertx) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
    vertx.setTimer(
        EVERY_MILLIS,
        ignored -> {
          worst.record((double) Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
          next(vertx);
        });
  }
}
