package dev.groundwire.deadletter;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.bus.WakeUp;
import dev.groundwire.platform.telemetry.EventTrail;
import dev.groundwire.platform.telemetry.Traced;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins tries whenever one is due and a slot is free, until it is stopped. */
final class ReplayLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayLoop.class);

  private final Context context;
  private final Replays replays;
  private final WakeUp work;
  private final Duration pollInterval;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;

  ReplayLoop(Context context, Replays replays, WakeUp work, Duration pollInterval) {
    this.context = context;
    this.replays = replays;
    this.work = work;
    this.pollInterval = pollInterval;
  }

  /** On a virtual thread, which it keeps. */
  void run() {
    while (!stopping) {
      try {
        for (LeasedLetter letter : replays.lease()) {
          EventTrail.of(letter.event()).run(context, () -> attempt(letter));
        }
      } catch (BusFailure away) {
        LOG.atDebug().addKeyValue("cause", away.getMessage()).log("nothing leased");
      } catch (RuntimeException failure) {
        LOG.atError().setCause(failure).log("dead letters not leased, trying again");
      }
      work.await(pollInterval);
    }
    while (!replays.isIdle()) {
      work.await(pollInterval);
    }
    ended.complete();
  }

  private void attempt(LeasedLetter letter) {
    try {
      Traced.call(
          EventTrail.handling(letter.event(), letter.handler()),
          span -> {
            replays.attempt(letter);
            return true;
          });
    } catch (RuntimeException unsettled) {
      LOG.atWarn()
          .addKeyValue("dead_letter", letter.id())
          .addKeyValue("cause", unsettled.toString())
          .log("dead letter not settled, it is tried again");
    }
    work.signal();
  }

  /** Completes when what is under way has ended. */
  Future<Void> stop() {
    stopping = true;
    work.signal();
    return ended.future();
  }
}
