package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The texts of one request on their way to vectors, slice by slice. */
final class Job {
  private final int model;
  private final Purpose purpose;
  private final List<String> texts;
  private final float[][] vectors;
  private final AtomicInteger missing;
  private final Promise<List<float[]>> promise = Promise.promise();
  private final Trail asker = Trail.current();
  private final long begun = System.nanoTime();

  /** Guarded by the lanes. */
  private int taken;

  /**
   * @param model which of those that the callers run
   */
  Job(int model, Purpose purpose, List<String> texts) {
    this.model = model;
    this.purpose = purpose;
    this.texts = texts;
    this.vectors = new float[texts.size()][];
    this.missing = new AtomicInteger(texts.size());
  }

  int model() {
    return model;
  }

  Purpose purpose() {
    return purpose;
  }

  /** For whom it is done, on whichever thread. */
  Trail asker() {
    return asker;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** One vector a text, in order. */
  Future<List<float[]>> result() {
    return promise.future();
  }

  /** Texts that nobody has begun. */
  int waiting() {
    return texts.size() - taken;
  }

  /** Takes up to {@code most} texts. */
  Slice next(int most) {
    int from = taken;
    taken = Math.min(from + most, texts.size());
    return new Slice(this, from, texts.subList(from, taken));
  }

  boolean isOver() {
    return promise.future().isComplete();
  }

  void fail(BusFailure failure) {
    promise.tryFail(failure);
  }

  private void deliver(int from, List<float[]> done) {
    for (int i = 0; i < done.size(); i++) {
      vectors[from + i] = done.get(i);
    }
    // The counter also hands what this thread wrote over to the one that completes the job.
    if (missing.addAndGet(-done.size()) == 0) {
      promise.tryComplete(Arrays.asList(vectors));
    }
  }

  /** What one caller takes at a time. */
  record Slice(Job job, int from, List<String> texts) {
    Purpose purpose() {
      return job.purpose;
    }

    void deliver(List<float[]> vectors) {
      job.deliver(from, vectors);
    }
  }
}
