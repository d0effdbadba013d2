package dev.groundwire.retrieval.work;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.bus.Deadline;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads of its own for work that blocks or computes, awaited on a virtual thread. */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** A thread that takes longer to end than this holds a file, not a lock; the process may go. */
  private static final long END_SECONDS = 10;

  private final String name;
  private final Duration timeout;
  private final ThreadPoolExecutor threads;

  public Workers(String name, int threads, int waiting, Duration timeout) {
    this.name = name;
    this.timeout = timeout;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().name("retrieval-" + name + "-", 0).daemon().factory());
  }

  /** Awaits what the work returns; what it throws is thrown here. */
  public <T> T run(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    try {
      threads.execute(() -> {
        try {
          promise.complete(work.call());
        } catch (IOException | AlreadyClosedException failure) {
          LOG.atError().addKeyValue("work", name).setCause(failure).log("index not accessible");
          promise.fail(unavailable());
        } catch (Throwable failure) {
          promise.fail(failure);
        }
      });
    } catch (RejectedExecutionException full) {
      throw threads.isShutdown()
          ? unavailable()
          : new BusFailure(
              FailureCode.OVERLOADED, "The index serves all it can; try again shortly.");
    }
    try {
      return Deadline.await(promise.future(), timeout);
    } catch (TimeoutException late) {
      throw new BusFailure(
          FailureCode.TIMEOUT, "The index did not " + name + " within " + timeout + ".");
    }
  }

  /** Work that has no thread yet. */
  public int waiting() {
    return threads.getQueue().size();
  }

  /** Retryable: a disk that failed or was full may work again. */
  public static BusFailure unavailable() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "The index is not accessible; try again shortly.");
  }

  /** Blocks until what runs has ended. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
