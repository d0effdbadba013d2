package dev.groundwire.platform.postgres.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what the operating system does not signal: the end of processes not our children. */
final class Patience {
  private static final long BETWEEN_LOOKS = Duration.ofMillis(10).toNanos();

  private Patience() {}

  /** False when the condition did not come true in time, or the thread was interrupted. */
  static boolean until(BooleanSupplier condition, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
    return true;
  }
}
