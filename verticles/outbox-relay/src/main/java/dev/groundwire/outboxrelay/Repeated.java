package dev.groundwire.outboxrelay;

import dev.groundwire.bus.BusFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A step that awaits and is done again and again, never twice at a time. */
final class Repeated {
  private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);

  private final Vertx vertx;
  private final String what;
  private final Runnable step;
  private final long timer;
  private Future<Void> running = Future.succeededFuture();
  private boolean stopped;
  private String told = "";

  /**
   * On the current context, which is one of virtual threads; the first time after {@code every}.
   */
  Repeated(Vertx vertx, String what, Duration every, Runnable step) {
    this.vertx = vertx;
    this.what = what;
    this.step = step;
    this.timer = vertx.setPeriodic(every.toMillis(), ignored -> once());
  }

  /** Now, unless it is being done. */
  void once() {
    if (stopped || !running.isComplete()) {
      return;
    }
    Promise<Void> done = Promise.promise();
    running = done.future();
    try {
      step.run();
      told = "";
    } catch (BusFailure away) {
      LOG.atDebug().addKeyValue("step", what).addKeyValue("cause", away).log("step left out");
    } catch (Exception failure) { // await() also throws checked ones, undeclared
      tell(failure);
    } finally {
      done.complete();
    }
  }

  /** A broker that is away fails each time in the same way: once is enough, and without a stack. */
  private void tell(Exception failure) {
    if (!(failure instanceof IOException || failure instanceof IllegalStateException)) {
      LOG.atError().addKeyValue("step", what).setCause(failure).log("step failed, again later");
    } else if (!told.equals(failure.toString())) {
      told = failure.toString();
      LOG.atWarn().addKeyValue("step", what).addKeyValue("cause", told).log("step waits");
    }
  }

  /** Completes when it is not being done any more. */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return running;
  }
}
