package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model's callers at work, each on a thread of its own. */
final class EmbeddingQueue {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingQueue.class);

  private final EmbeddingModel model;
  private final Lanes lanes;
  private final List<Thread> threads;

  /**
   * @param bound texts that wait in one lane at most
   */
  EmbeddingQueue(EmbeddingModel model, int bound, ThreadFactory factory) {
    this.model = model;
    this.lanes = new Lanes(bound);
    this.threads =
        Stream.generate(() -> factory.newThread(this::work)).limit(model.callers()).toList();
    threads.forEach(Thread::start);
  }

  /** Never blocks; one vector a text, in order, or a {@link BusFailure}. */
  Future<List<float[]>> submit(Purpose purpose, List<String> texts) {
    Job job = new Job(purpose, texts);
    try {
      lanes.offer(job);
    } catch (BusFailure refused) {
      return Future.failedFuture(refused);
    }
    return job.result();
  }

  /** See {@link Lanes#depth}. */
  int depth(boolean isBulk) {
    return lanes.depth(isBulk);
  }

  /** See {@link Lanes#oldest}. */
  Duration oldest(boolean isBulk) {
    return lanes.oldest(isBulk);
  }

  private void work() {
    try (EmbeddingModel.Caller caller = model.newCaller()) {
      Optional<Job.Slice> slice = lanes.take(model.slice());
      while (slice.isPresent()) {
        embed(caller, slice.get());
        slice = lanes.take(model.slice());
      }
    }
  }

  private static void embed(EmbeddingModel.Caller caller, Job.Slice slice) {
    try {
      slice.deliver(caller.embed(slice.job().asker(), slice.purpose(), slice.texts()));
    } catch (BusFailure refused) {
      slice.job().fail(refused);
    } catch (Throwable unexpected) {
      // This thread serves everybody: it survives whatever one text does to it.
      LOG.atError().setCause(unexpected).log("embedding failed");
      slice
          .job()
          .fail(
              new BusFailure(
                  FailureCode.INTERNAL, "The embedding model failed on a text; the log says why."));
    }
  }

  /** Drops what waits: its askers are told at once. */
  void drop() {
    lanes.close();
  }

  /**
   * Waits for the slices that are being embedded, then interrupts what still waits for an endpoint.
   *
   * @return false when some go on even so; the model is then in use
   */
  boolean awaitIdle(Duration timeout) throws InterruptedException {
    if (joined(timeout)) {
      return true;
    }
    threads.forEach(Thread::interrupt);
    return joined(timeout);
  }

  private boolean joined(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean idle = true;
    for (Thread thread : threads) {
      idle &= thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return idle;
  }
}
