package dev.groundwire.inbox;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHints;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.inbox.EventsLanded;
import dev.groundwire.bus.inbox.InboxBus;
import dev.groundwire.bus.inbox.LandEvents;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Takes facts from a transport and delivers them to their handlers. Virtual-thread. */
public final class InboxVerticle extends VerticleBase {
  private static final int LANDING_AT_ONCE = 256;

  /** The relay's streams, and the first token of their subjects. */
  private static final Map<String, String> STREAMS =
      Map.of("GROUNDWIRE", "groundwire", "GROUNDWIRE_DLQ", "groundwire-dlq");

  private final InboxConfig config;
  private final Database database;
  private final List<Subscription> subscriptions;
  private final Optional<NatsLink> nats;
  private final Clock clock;
  private final UUID self;
  private final List<JetStreamPull> pulls = new ArrayList<>();
  private Bus bus;
  private DeliveryLoop deliveries;
  private LandingQueue landing;
  private InboxMeters meters;
  private InboxGauges gauges;

  /** An inbox that only the relay feeds. */
  public InboxVerticle(
      InboxConfig config,
      Database database,
      List<Subscription> subscriptions,
      Clock clock,
      UUID self) {
    this(config, database, subscriptions, Optional.empty(), clock, self);
  }

  /**
   * @param subscriptions which handlers want which facts
   * @param nats where facts are pulled from; empty: the relay brings them
   * @param self names this inbox in its leases; another one after each start
   */
  @SuppressWarnings("NullAway.Init") // the rest is set in start(), before anything reads it
  public InboxVerticle(
      InboxConfig config,
      Database database,
      List<Subscription> subscriptions,
      Optional<NatsLink> nats,
      Clock clock,
      UUID self) {
    this.config = config;
    this.database = database;
    this.subscriptions = List.copyOf(subscriptions);
    this.nats = nats;
    this.clock = clock;
    this.self = self;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    meters = new InboxMeters(Telemetry.of(vertx).meters(), subscriptions);
    gauges = InboxGauges.open(vertx, database, InboxMeters.handlers(subscriptions));
    deliveries =
        new DeliveryLoop(
            vertx,
            context,
            config.pollInterval(),
            new Inbox(
                database,
                new DeliveryRepository(self, config.lease()),
                config.slotsOf(subscriptions)),
            new Handling(config, subscriptions, bus, clock, RandomGenerator.getDefault(), meters));
    landing =
        new LandingQueue(
            context,
            new Landing(
                database,
                new CursorRepository(config.gapPatience()),
                new ArrivalRepository(),
                subscriptions,
                meters),
            config.landingBound(),
            deliveries::signal);
    vertx.setPeriodic(config.lease().toMillis() / 3, ignored -> deliveries.renewLeases());
    return bus.answer(InboxBus.LAND_EVENTS, LANDING_AT_ONCE, this::land)
        .compose(ready -> bus.onHint(EventHints.EVENTS_RELAYED, ignored -> deliveries.signal()))
        .onSuccess(ready -> {
          context.runOnContext(ignored -> deliveries.run(config.exclusive()));
          nats.ifPresent(this::pull);
        });
  }

  private void pull(NatsLink link) {
    STREAMS.forEach((stream, tree) -> {
      JetStreamPull pull =
          new JetStreamPull(link, stream, tree, config.pull(), context, landing, meters);
      pulls.add(pull);
      pull.start();
    });
  }

  private EventsLanded land(LandEvents asked) {
    Set<UUID> landed =
        landing.land(asked.events().stream().map(event -> new Arrival(event, 0)).toList());
    return new EventsLanded(
        asked.events().stream().map(EventEnvelope::id).filter(landed::contains).toList());
  }

  @Override
  public Future<?> stop() {
    gauges.close();
    List<Future<Void>> pulled = pulls.stream().map(JetStreamPull::stop).toList();
    Future<Void> settled = deliveries.stop();
    return Future.join(pulled)
        .eventually(() -> bus.drain(Duration.ofSeconds(5)))
        .compose(ignored -> settled)
        .timeout(30, TimeUnit.SECONDS)
        .otherwiseEmpty(); // what is left comes again after the next start
  }
}
