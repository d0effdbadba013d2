package dev.groundwire.retrieval.lucene;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.search.ReferenceManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes writes searchable, for many askers with one refresh: whoever asks while one runs waits for
 * the next, which all of them share.
 */
final class SharedRefresh {
  private final ReferenceManager<?> searchers;
  private final ScheduledExecutorService thread;
  private final long interval;
  private @Nullable Promise<Void> next;
  private long lastBegun;

  SharedRefresh(ReferenceManager<?> searchers, ScheduledExecutorService thread, Duration interval) {
    this.searchers = searchers;
    this.thread = thread;
    this.interval = interval.toNanos();
    this.lastBegun = System.nanoTime() - this.interval;
  }

  /** Completes when searches see what was written before the call. */
  synchronized Future<Void> request() {
    if (next == null) {
      Promise<Void> waiting = Promise.promise();
      try {
        long delay = Math.max(0, interval - (System.nanoTime() - lastBegun));
        ScheduledFuture<?> _ = thread.schedule(this::refresh, delay, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        return Future.failedFuture(
            new BusFailure(FailureCode.UNAVAILABLE, "The index is closed; try again shortly."));
      }
      next = waiting;
    }
    return next.future();
  }

  private void refresh() {
    Promise<Void> waiting = begin();
    try {
      searchers.maybeRefreshBlocking();
      waiting.complete();
    } catch (Throwable failure) {
      waiting.fail(failure);
    }
  }

  private synchronized Promise<Void> begin() {
    Promise<Void> waiting = next == null ? Promise.promise() : next;
    next = null;
    lastBegun = System.nanoTime();
    return waiting;
  }
}
