package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Database;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes, in small steps, the postings of documents that were too large for it to be done with
 * their removal. Every node does, each other passages.
 */
final class NotedRemovals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotedRemovals.class);

  /** Some ten thousand postings: within a second also where the disk is busy. */
  private static final int STEP = 200;

  private static final long LOOK_MILLIS = 2_000;
  private static final long END_SECONDS = 10;

  private final Database database;
  private final NotedRemovalRepository noted = new NotedRemovalRepository();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("retrieval-remove").daemon().factory());

  NotedRemovals(Database database) {
    this.database = database;
  }

  void begin() {
    var _ =
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      int freed = removeAll();
      if (freed > 0) {
        LOG.atDebug().addKeyValue("passages", freed).log("postings of removed passages removed");
      }
    } catch (RuntimeException failure) {
      // The next look begins where this one has ended.
      LOG.atWarn().addKeyValue("cause", failure.toString()).log("postings not removed yet");
    }
  }

  /** Until there are no more, or this is closed; how many passages have none any more. */
  int removeAll() {
    int freed = 0;
    int last = STEP;
    while (last == STEP && !thread.isShutdown()) {
      last = database.asSystem(tx -> noted.step(tx, STEP));
      freed += last;
    }
    return freed;
  }

  /** Returns once the step under way has ended. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.atWarn().log("a step of removal still runs");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
