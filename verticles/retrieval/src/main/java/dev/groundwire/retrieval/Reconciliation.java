package dev.groundwire.retrieval;

import dev.groundwire.platform.bus.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When index and database are compared: at the start, then again and again, one run at a time. */
final class Reconciliation {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

  private final Vertx vertx;
  private final Context context;
  private final RetrievalConfig config;
  private final Reconciler reconciler;
  private final ComparisonTurn turn;
  private final DoubleSupplier random;
  private volatile int drift = -1;
  private volatile int settledDrift;
  private volatile boolean stopped;
  private Future<Void> running = Future.succeededFuture();
  private long timer = -1;

  /**
   * To be made on the room's context, where all runs happen.
   *
   * @param random 0..1, so that several nodes do not compare at the same time
   */
  Reconciliation(
      Vertx vertx,
      RetrievalConfig config,
      Reconciler reconciler,
      ComparisonTurn turn,
      DoubleSupplier random) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.config = config;
    this.reconciler = reconciler;
    this.turn = turn;
    this.random = random;
  }

  /** Documents that the last finished run had to mend; below 0 before the first. */
  int drift() {
    return drift;
  }

  /**
   * Documents that the last regular run had to mend. What a start or a loss brings is not counted:
   * then the index is expected to be behind.
   */
  int settledDrift() {
    return settledDrift;
  }

  /**
   * Compares for the first time. Returns when that is done, or, with a large index to mend, goes on
   * beside the searches, which find what is there.
   */
  void start() {
    Future<Void> first = run(Duration.ZERO, false);
    try {
      Deadline.await(first, config.reconcilePatience());
    } catch (TimeoutException large) {
      LOG.atWarn()
          .addKeyValue("waited", config.reconcilePatience())
          .log("index still being mended, searches are served meanwhile");
    }
  }

  /** Moves the next run to now; for any thread. A run under way has to do. */
  void runSoon() {
    context.runOnContext(ignored -> {
      if (!stopped && vertx.cancelTimer(timer)) {
        run(Duration.ZERO, false);
      }
    });
  }

  /** Stops at the next document, and waits for that. */
  void stop() throws TimeoutException {
    stopped = true;
    vertx.cancelTimer(timer);
    reconciler.stop();
    Deadline.await(running, config.drainTimeout());
  }

  /** One run in a task of its own; never fails, since the next run comes anyway. */
  private Future<Void> run(Duration settleTime, boolean isRegular) {
    Promise<Void> done = Promise.promise();
    running = done.future();
    context.runOnContext(ignored -> {
      try {
        turn.take(() -> reconciler.reconcile(settleTime))
            .map(Drift::total)
            .ifPresent(found -> keep(found, isRegular));
      } catch (RuntimeException failure) {
        LOG.atError().setCause(failure).log("index not compared with the database");
      } finally {
        scheduleNext();
        done.complete();
      }
    });
    return running;
  }

  private void keep(int found, boolean isRegular) {
    drift = found;
    settledDrift = isRegular ? found : settledDrift;
  }

  private void scheduleNext() {
    if (!stopped) {
      double jitter = 0.9 + 0.2 * random.getAsDouble();
      long delay = Math.max(1, (long) (config.reconcileInterval().toMillis() * jitter));
      timer = vertx.setTimer(delay, ignored -> run(config.settleTime(), true));
    }
  }
}
