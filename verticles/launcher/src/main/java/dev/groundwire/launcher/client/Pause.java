package dev.groundwire.launcher.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass between two attempts. */
@FunctionalInterface
public interface Pause {
  void of(Duration duration) throws InterruptedException;

  /** Real time. */
  static Pause real() {
    return duration -> {
      boolean ended = new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
      assert !ended;
    };
  }
}
