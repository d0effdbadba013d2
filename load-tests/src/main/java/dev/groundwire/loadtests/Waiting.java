package dev.groundwire.loadtests;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again, since what is measured is another process. */
public final class Waiting {
  private Waiting() {}

  /**
   * @throws IllegalStateException when it has not come to pass within the deadline
   */
  public static void until(
      String what, Duration deadline, Duration step, BooleanSupplier happened) {
    if (!atMost(deadline, step, happened)) {
      throw new IllegalStateException(what + " did not happen within " + deadline);
    }
  }

  /** False when it has not come to pass within the deadline. */
  public static boolean atMost(Duration deadline, Duration step, BooleanSupplier happened) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(step.toNanos());
    }
    return true;
  }
}
