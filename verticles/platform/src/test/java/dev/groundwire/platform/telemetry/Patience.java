package dev.groundwire.platform.telemetry;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens by itself. */
final class Patience {
  private static final Duration MOST = Duration.ofSeconds(30);
  private static final long BETWEEN_LOOKS_NANOS = 5_000_000;

  private Patience() {}

  static void until(String what, BooleanSupplier happened) {
    long end = System.nanoTime() + MOST.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + MOST + ": " + what);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }
}
