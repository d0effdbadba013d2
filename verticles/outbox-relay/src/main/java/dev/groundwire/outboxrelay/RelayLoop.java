package dev.groundwire.outboxrelay;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.bus.WakeUp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a worker run: again at once after a full batch, else when told of an append, or by itself
 * after a pause that grows while there is nothing.
 */
final class RelayLoop {
  private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

  /** Facts that come one by one leave together: each batch costs the database the same. */
  private static final long GATHERING_MILLIS = 10;

  private final Vertx vertx;
  private final RelayWorker worker;
  private final Duration longestPause;
  private final RandomGenerator random;
  private final Runnable published;
  private final WakeUp work;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;

  /**
   * @param published told after each batch of which something was taken
   */
  RelayLoop(
      Vertx vertx,
      RelayWorker worker,
      Duration longestPause,
      RandomGenerator random,
      Runnable published) {
    this.vertx = vertx;
    this.worker = worker;
    this.longestPause = longestPause;
    this.random = random;
    this.published = published;
    this.work = new WakeUp(vertx);
  }

  /** Returns when stopped. */
  void run() {
    Duration pause = SHORTEST_PAUSE;
    while (!stopping) {
      RelayWorker.Progress progress = relayed();
      if (progress.published() > 0) {
        published.run();
        pause = SHORTEST_PAUSE;
      }
      if (progress.maybeMore() || stopping) {
        continue;
      }
      if (progress.published() > 0) {
        vertx.timer(GATHERING_MILLIS).await();
      } else {
        work.await(withJitter(pause));
        pause = shorter(pause.multipliedBy(2), longestPause);
      }
    }
    ended.complete();
  }

  private RelayWorker.Progress relayed() {
    try {
      return worker.relay();
    } catch (BusFailure away) {
      return RelayWorker.Progress.NONE; // told by the database; the next look tries again
    } catch (RuntimeException failure) {
      LOG.atError().setCause(failure).log("facts not relayed, trying again");
      return RelayWorker.Progress.NONE;
    }
  }

  private Duration withJitter(Duration pause) {
    Duration bounded = shorter(pause, longestPause);
    return bounded.multipliedBy(80 + random.nextInt(20)).dividedBy(100);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** There may be facts. From any thread. */
  void wake() {
    work.signal();
  }

  /** Ends after the batch under way. */
  Future<Void> stop() {
    stopping = true;
    work.signal();
    return ended.future();
  }
}
