package dev.groundwire.embedding;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * Texts that wait for a caller: a question before a sentence before a passage before what is
 * embedded anew. The jobs of one lane take turns, so that a long one does not hold up those behind
 * it. Each lane has its own bound: a flood of passages refuses no question.
 */
final class Lanes {
  static final String STOPPING = "The embedding model is being stopped; try again shortly.";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Lane queries = new Lane();
  private final Lane sentences = new Lane();
  private final Lane passages = new Lane();
  private final Lane backfill = new Lane();
  private final List<Lane> order = List.of(queries, sentences, passages, backfill);
  private final int bound;
  private boolean closed;

  /**
   * @param bound texts that wait in one lane at most
   */
  Lanes(int bound) {
    this.bound = bound;
  }

  /**
   * @throws BusFailure when the job's lane is full, or when the lanes are closed
   */
  void offer(Job job) {
    lock.lock();
    try {
      if (closed) {
        throw stopping();
      }
      Lane lane = lane(job.purpose());
      if (lane.texts + job.waiting() > bound) {
        throw new BusFailure(
            FailureCode.OVERLOADED,
            "The embedding model has " + lane.texts + " texts to do first; try again shortly.");
      }
      lane.texts += job.waiting();
      lane.jobs.addLast(job);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next slice.
   *
   * @param most texts of it, for a job of that model
   * @return empty when the lanes are closed
   */
  Optional<Job.Slice> take(IntUnaryOperator most) {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          return Optional.empty();
        }
        for (Lane lane : order) {
          Optional<Job.Slice> slice = lane.next(most);
          if (slice.isPresent()) {
            return slice;
          }
        }
        arrived.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Fails what nobody has begun, and refuses what comes later. */
  void close() {
    List<Job> dropped = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      order.forEach(lane -> dropped.addAll(lane.jobs));
      order.forEach(lane -> lane.jobs.clear());
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    dropped.forEach(job -> job.fail(stopping()));
  }

  /**
   * Texts that wait, without those that are embedded anew: they are meant to wait. From any thread.
   *
   * @param isBulk of passages, else of those that somebody waits for
   */
  int depth(boolean isBulk) {
    lock.lock();
    try {
      return isBulk ? passages.texts : queries.texts + sentences.texts;
    } finally {
      lock.unlock();
    }
  }

  /** How long the oldest job has waited of which texts still wait; from any thread. */
  Duration oldest(boolean isBulk) {
    lock.lock();
    try {
      return (isBulk ? Stream.of(passages) : Stream.of(queries, sentences))
          .flatMap(lane -> lane.jobs.stream())
          .filter(job -> !job.isOver())
          .map(Job::age)
          .max(Comparator.naturalOrder())
          .orElse(Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  private Lane lane(Purpose purpose) {
    return switch (purpose) {
      case QUERY -> queries;
      case SENTENCE -> sentences;
      case PASSAGE -> passages;
      case BACKFILL -> backfill;
    };
  }

  private static BusFailure stopping() {
    return new BusFailure(FailureCode.UNAVAILABLE, STOPPING);
  }

  private static final class Lane {
    private final Deque<Job> jobs = new ArrayDeque<>();
    private int texts;

    Optional<Job.Slice> next(IntUnaryOperator most) {
      for (Job job = jobs.pollFirst(); job != null; job = jobs.pollFirst()) {
        if (job.isOver()) {
          texts -= job.waiting();
          continue;
        }
        Job.Slice slice = job.next(most.applyAsInt(job.model()));
        texts -= slice.texts().size();
        if (job.waiting() > 0) {
          jobs.addLast(job);
        }
        return Optional.of(slice);
      }
      return Optional.empty();
    }
  }
}
