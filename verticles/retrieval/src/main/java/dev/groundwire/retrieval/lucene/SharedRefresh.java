package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.work.Workers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.search.ReferenceManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes writes searchable, for many askers with one refresh: whoever asks while one runs waits for
 * the next, which all of them share.
 */
final class SharedRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(SharedRefresh.class);

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
        return Future.failedFuture(Workers.unavailable());
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
    } catch (IOException | AlreadyClosedException failure) {
      LOG.atError().setCause(failure).log("index not refreshed");
      waiting.fail(Workers.unavailable());
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
