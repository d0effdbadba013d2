package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.ingestion.chunk.Chunk;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Cuts texts on threads of its own, so that a long one does not hold up the room. */
final class TextCutter implements AutoCloseable {
  private final ExecutorService threads;

  TextCutter(int threads) {
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("chunker-", 0).factory());
  }

  /** Awaits what the work makes; fails as {@code UNAVAILABLE} when this is closed under it. */
  List<Chunk> cut(Supplier<List<Chunk>> work) {
    Job job = new Job(work, Promise.promise());
    try {
      threads.execute(job);
    } catch (RejectedExecutionException closed) {
      throw stopping();
    }
    return job.done.future().await();
  }

  /** Interrupts what is being cut, and lets nobody wait for what is not begun. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Job job) {
        job.done.fail(stopping());
      }
    }
  }

  private static BusFailure stopping() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "Ingestion is being stopped; the document is read again later.");
  }

  private record Job(Supplier<List<Chunk>> work, Promise<List<Chunk>> done) implements Runnable {
    @Override
    public void run() {
      try {
        done.complete(work.get());
      } catch (Throwable failure) { // whatever it is: somebody awaits an end
        done.fail(failure instanceof InterruptedException ? stopping() : failure);
      }
    }
  }
}
