package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.platform.bus.WakeUp;
import dev.groundwire.platform.telemetry.EventTrail;
import dev.groundwire.platform.telemetry.Traced;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up what is due and settles what has ended, whenever there may be something of either. */
final class DeliveryLoop {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

  private static final int FEW = 4;
  private static final Duration GATHERED = Duration.ofMillis(3);

  private final Vertx vertx;
  private final Context context;
  private final WakeUp work;
  private final Duration pollInterval;
  private final Inbox inbox;
  private final Handling handling;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;

  DeliveryLoop(
      Vertx vertx, Context context, Duration pollInterval, Inbox inbox, Handling handling) {
    this.vertx = vertx;
    this.work = new WakeUp(vertx);
    this.context = context;
    this.pollInterval = pollInterval;
    this.inbox = inbox;
    this.handling = handling;
  }

  /**
   * Returns when it has been stopped and nothing is under way.
   *
   * @param takeOver at once what an earlier process had taken up
   */
  void run(boolean takeOver) {
    boolean due = takeOver;
    while (!stopping) {
      try {
        if (due) {
          LOG.atInfo().addKeyValue("events", inbox.takeOverAll()).log("unfinished work taken over");
          due = false;
        }
        gather();
        inbox.turn().forEach(this::begin);
      } catch (BusFailure away) {
        LOG.atDebug().addKeyValue("cause", away.getMessage()).log("nothing leased");
      } catch (RuntimeException failure) {
        LOG.atError().setCause(failure).log("events not leased, trying again");
      }
      work.await(pollInterval);
    }
    while (!inbox.isIdle()) {
      settle();
      work.await(pollInterval);
    }
    ended.complete();
  }

  /** Under load a turn waits for company: each costs a transaction, however little it settles. */
  private void gather() {
    if (inbox.endsSoon() > FEW) {
      vertx.timer(GATHERED.toMillis()).await();
    }
  }

  private void begin(Delivery delivery) {
    EventTrail.of(delivery.event())
        .run(
            context,
            () -> {
              inbox.settle(
                  Traced.call(
                      EventTrail.handling(delivery.event(), delivery.handler()),
                      span -> handling.handle(delivery)));
              work.signal();
            });
  }

  private void settle() {
    try {
      inbox.settleAll();
    } catch (RuntimeException failure) {
      LOG.atWarn().addKeyValue("cause", failure.toString()).log("events not settled, trying again");
    }
  }

  void renewLeases() {
    try {
      inbox.renewLeases();
    } catch (RuntimeException failure) {
      LOG.atWarn().addKeyValue("cause", failure.toString()).log("leases not renewed");
    }
  }

  /** There may be something to take up. */
  void signal() {
    work.signal();
  }

  /** Takes up nothing more; completes when what is under way is settled. */
  Future<Void> stop() {
    stopping = true;
    work.signal();
    return ended.future();
  }
}
