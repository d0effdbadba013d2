package dev.groundwire.inbox;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHints;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.inbox.EventsLanded;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.inbox.LandEvents;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.WakeUp;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.RequestId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers whenever a hint says so or a slot comes free, and polls in between. Virtual-thread. */
public final class InboxVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(InboxVerticle.class);

  private static final int LANDING_AT_ONCE = 256;

  private final InboxConfig config;
  private final Database database;
  private final List<Subscription> subscriptions;
  private final UUID self;
  private final Promise<Void> ended = Promise.promise();
  private volatile boolean stopping;
  private WakeUp work;
  private Bus bus;
  private Inbox inbox;
  private LandingQueue landing;

  /**
   * @param subscriptions which handlers want which facts
   * @param self names this inbox in its leases; another one after each start
   */
  @SuppressWarnings("NullAway.Init") // the rest is set in start(), before anything reads it
  public InboxVerticle(
      InboxConfig config, Database database, List<Subscription> subscriptions, UUID self) {
    this.config = config;
    this.database = database;
    this.subscriptions = List.copyOf(subscriptions);
    this.self = self;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    work = new WakeUp(vertx);
    inbox =
        new Inbox(
            config,
            bus,
            database,
            new DeliveryRepository(self, config.lease()),
            RandomGenerator.getDefault());
    landing =
        new LandingQueue(
            context,
            new Landing(
                database,
                new CursorRepository(config.gapPatience()),
                new ArrivalRepository(),
                subscriptions),
            config.landingBound(),
            work::signal);
    vertx.setPeriodic(config.lease().toMillis() / 3, ignored -> renewLeases());
    return bus.answer(InboxBus.LAND_EVENTS, LANDING_AT_ONCE, this::land)
        .compose(ready -> bus.onHint(EventHints.EVENTS_RELAYED, ignored -> work.signal()))
        .onSuccess(ready -> context.runOnContext(ignored -> deliverUntilStopped()));
  }

  private EventsLanded land(LandEvents asked) {
    List<Arrival> arrivals = asked.events().stream().map(event -> new Arrival(event, 0)).toList();
    Set<UUID> landed = landing.land(arrivals);
    return new EventsLanded(
        asked.events().stream().map(EventEnvelope::id).filter(landed::contains).toList());
  }

  private void deliverUntilStopped() {
    boolean takeOver = config.exclusive();
    while (!stopping) {
      try {
        if (takeOver) {
          LOG.atInfo().addKeyValue("events", inbox.takeOverAll()).log("unfinished work taken over");
          takeOver = false;
        }
        subscriptions.forEach(this::deliverDue);
      } catch (BusFailure away) {
        LOG.atDebug().addKeyValue("cause", away.getMessage()).log("nothing leased");
      } catch (RuntimeException failure) {
        LOG.atError().setCause(failure).log("events not leased, trying again");
      }
      work.await(config.pollInterval());
    }
    finishWhatIsUnderWay();
    ended.complete();
  }

  private void deliverDue(Subscription subscription) {
    for (Delivery delivery : inbox.lease(subscription)) {
      RequestId.run(
          context, delivery.event().correlationId(), () -> deliver(subscription, delivery));
    }
  }

  private void deliver(Subscription subscription, Delivery delivery) {
    try {
      inbox.deliver(subscription, delivery);
    } catch (RuntimeException unsettled) {
      LOG.atWarn()
          .addKeyValue("event", delivery.event().id())
          .addKeyValue("cause", unsettled.toString())
          .log("event not settled, it comes again");
    }
    work.signal();
  }

  private void finishWhatIsUnderWay() {
    while (!inbox.isIdle()) {
      work.await(config.pollInterval());
    }
  }

  private void renewLeases() {
    try {
      inbox.renewLeases();
    } catch (RuntimeException failure) {
      LOG.atWarn().addKeyValue("cause", failure.toString()).log("leases not renewed");
    }
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    work.signal();
    return bus.drain(Duration.ofSeconds(5))
        .compose(ignored -> ended.future())
        .timeout(30, TimeUnit.SECONDS)
        .otherwiseEmpty(); // what is left comes again after the next start
  }
}
