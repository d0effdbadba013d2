package dev.groundwire.outboxrelay;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.event.EventHints;
import dev.groundwire.bus.event.EventWork;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.WakeUp;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Relays whenever a hint says so, and polls in case a hint was lost. Virtual-thread. */
public final class OutboxRelayVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelayVerticle.class);
  private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(10);

  /** A batch under way is rolled back beyond it, and relayed again by the next start. */
  private static final long STOP_SECONDS = 30;

  private final OutboxRelayConfig config;
  private final OutboxRelay relay;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;
  private WakeUp work;
  private Bus bus;

  @SuppressWarnings("NullAway.Init") // set in start(), before anything reads them
  public OutboxRelayVerticle(OutboxRelayConfig config, Database database, Clock clock) {
    this.config = config;
    this.relay =
        new OutboxRelay(
            config,
            database,
            new OutboxRepository(clock),
            new PostgresTransport(new DeliveryRepository()));
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    work = new WakeUp(vertx);
    vertx.setPeriodic(PRUNE_INTERVAL.toMillis(), ignored -> prune());
    return bus.onHint(EventHints.OUTBOX_APPENDED, ignored -> work.signal())
        .onSuccess(ready -> context.runOnContext(ignored -> relayUntilStopped()));
  }

  private void relayUntilStopped() {
    while (!stopping) {
      if (relayed() == 0) {
        work.await(config.pollInterval());
      } else {
        bus.hint(EventHints.EVENTS_RELAYED, new EventWork());
      }
    }
    ended.complete();
  }

  private int relayed() {
    try {
      return relay.relayBatch();
    } catch (BusFailure away) {
      return 0; // told by the database; the next poll tries again
    } catch (RuntimeException failure) {
      LOG.atError().setCause(failure).log("facts not relayed, trying again");
      return 0;
    }
  }

  private void prune() {
    try {
      LOG.atDebug().addKeyValue("rows", relay.prune()).log("old facts forgotten");
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).log("old facts not forgotten, trying again later");
    }
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    work.signal();
    return ended
        .future()
        .timeout(STOP_SECONDS, TimeUnit.SECONDS)
        .eventually(() -> bus.drain(Duration.ofSeconds(5)));
  }
}
