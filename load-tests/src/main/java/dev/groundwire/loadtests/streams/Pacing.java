package dev.groundwire.loadtests.streams;

import java.util.concurrent.locks.LockSupport;

/** Waits for a time of {@link System#nanoTime}, to within some microseconds. */
final class Pacing {
  private static final long SPIN_NANOS = 200_000;

  private Pacing() {}

  static void until(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      left = nanos - System.nanoTime();
    }
  }
}
