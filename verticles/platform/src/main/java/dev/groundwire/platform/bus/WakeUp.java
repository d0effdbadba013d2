package dev.groundwire.platform.bus;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets a loop on a virtual thread sleep until there may be work. A signal while the loop is at work
 * is kept, so that its next sleep ends at once.
 */
public final class WakeUp {
  private final Vertx vertx;
  private final AtomicReference<Promise<Void>> next = new AtomicReference<>(Promise.promise());

  public WakeUp(Vertx vertx) {
    this.vertx = vertx;
  }

  /** There may be work. From any thread. */
  public void signal() {
    next.get().tryComplete();
  }

  /** Returns at the next signal, or after {@code most}. */
  public void await(Duration most) {
    Promise<Void> sleeping = next.get();
    long timer = vertx.setTimer(Math.max(1, most.toMillis()), ignored -> sleeping.tryComplete());
    try {
      sleeping.future().await();
    } finally {
      vertx.cancelTimer(timer);
      next.compareAndSet(sleeping, Promise.promise());
    }
  }
}
