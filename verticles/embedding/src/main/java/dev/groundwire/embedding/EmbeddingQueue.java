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

/**
 * Callers of one or several models at work, each on a thread of its own. Models that need the same
 * processor share the threads and the lanes: what is urgent of one goes before what waits of both.
 */
final class EmbeddingQueue {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingQueue.class);

  private final List<EmbeddingModel> models;
  private final Lanes lanes;
  private final List<Thread> threads;

  /**
   * @param bound texts that wait in one lane at most
   */
  EmbeddingQueue(List<EmbeddingModel> models, int bound, ThreadFactory factory) {
    this.models = List.copyOf(models);
    int callers = models.stream().mapToInt(EmbeddingModel::callers).max().orElseThrow();
    this.lanes = new Lanes(bound);
    this.threads = Stream.generate(() -> factory.newThread(this::work)).limit(callers).toList();
    threads.forEach(Thread::start);
  }

  /**
   * Never blocks; one vector a text, in order, or a {@link BusFailure}.
   *
   * @param model which of them
   */
  Future<List<float[]>> submit(int model, Purpose purpose, List<String> texts) {
    Job job = new Job(model, purpose, texts);
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
    List<EmbeddingModel.Caller> callers = models.stream().map(EmbeddingModel::newCaller).toList();
    try {
      Optional<Job.Slice> slice = take();
      while (slice.isPresent()) {
        embed(callers.get(slice.get().job().model()), slice.get());
        slice = take();
      }
    } finally {
      callers.forEach(EmbeddingModel.Caller::close);
    }
  }

  private Optional<Job.Slice> take() {
    return lanes.take(model -> models.get(model).slice());
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
