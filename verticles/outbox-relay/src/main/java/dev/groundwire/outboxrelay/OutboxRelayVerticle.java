package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventHints;
import dev.groundwire.bus.event.EventWork;
import dev.groundwire.bus.outboxrelay.OutboxRelayBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.bus.Deadline;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.platform.outbox.AppendListener;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what the outbox holds, for as long as it runs. Virtual-thread. */
public final class OutboxRelayVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelayVerticle.class);
  private static final Duration RETENTION_INTERVAL = Duration.ofMinutes(10);
  private static final int RENEWALS_A_LEASE = 5;
  private static final int DESCRIBED_TOGETHER = 64;
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(5);

  /** A batch under way is left beyond it, and published again by whoever has its shards next. */
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

  private final OutboxRelayConfig config;
  private final Database database;
  private final PgConnectOptions server;
  private final Optional<NatsLink> link;
  private final Clock clock;
  private final RandomGenerator random;
  private final UUID relay;
  private Bus bus;
  private List<RelayLoop> loops;
  private ShardLeases leases;
  private Backbone backbone;
  private AppendListener listener;
  private List<Repeated> repeated;
  private RelayGauges gauges;

  /**
   * @param server where to listen for appends by other processes
   * @param link to the broker that carries the facts; empty: the inbox of this process takes them
   * @param relay this relay's name among those of the database; never used before
   */
  @SuppressWarnings("NullAway.Init") // set in start(), before anything reads them
  public OutboxRelayVerticle(
      OutboxRelayConfig config,
      Database database,
      PgConnectOptions server,
      Optional<NatsLink> link,
      Clock clock,
      RandomGenerator random,
      UUID relay) {
    this.config = config;
    this.database = database;
    this.server = server;
    this.link = link;
    this.clock = clock;
    this.random = random;
    this.relay = relay;
  }

  @Override
  public Future<?> start() {
    bus = new Bus(vertx);
    RelayMeters meters = new RelayMeters(Telemetry.of(vertx).meters());
    backbone = Backbone.of(vertx, bus, config, meters, link, this::wake);
    ShardRepository shards = new ShardRepository();
    leases = new ShardLeases(relay, config, database, shards, meters, System::nanoTime);
    OutboxRetention retention =
        new OutboxRetention(config, database, new PartitionRepository(), shards, clock);
    OutboxRepository outbox = new OutboxRepository();
    loops =
        IntStream.range(0, config.workers())
            .mapToObj(number -> loop(number, outbox, meters))
            .toList();
    repeated = new ArrayList<>(backbone.upkeep());
    repeated.add(
        repeated("renew leases", config.lease().dividedBy(RENEWALS_A_LEASE), leases::renew));
    repeated.add(repeated("keep partitions", RETENTION_INTERVAL, retention::keep));
    BackboneDescription description =
        new BackboneDescription(database, outbox, backbone.transport());
    gauges = RelayGauges.open(vertx, description, backbone.transport());
    listener = AppendListener.open(vertx, server, this::wake);
    return bus.onHint(EventHints.OUTBOX_APPENDED, ignored -> wake())
        .compose(ready ->
            bus.answer(
                OutboxRelayBus.DESCRIBE_BACKBONE, DESCRIBED_TOGETHER, ignored -> description.now()))
        .onSuccess(ready -> {
          repeated.forEach(step -> context.runOnContext(ignored -> step.once()));
          loops.forEach(loop -> context.runOnContext(ignored -> loop.run()));
        });
  }

  private Repeated repeated(String what, Duration every, Runnable step) {
    return new Repeated(vertx, what, every, step);
  }

  private RelayLoop loop(int number, OutboxRepository outbox, RelayMeters meters) {
    RelayWorker worker =
        new RelayWorker(
            number,
            config.batchSize(),
            database,
            outbox,
            leases,
            backbone.transport(),
            new RestingKeys(System::nanoTime),
            meters,
            clock);
    return new RelayLoop(
        vertx,
        worker,
        config.pollInterval(),
        random,
        () -> bus.hint(EventHints.EVENTS_RELAYED, new EventWork()));
  }

  private void wake() {
    loops.forEach(RelayLoop::wake);
  }

  @Override
  public Future<?> stop() {
    gauges.close();
    attempt("batches", Future.all(loops.stream().map(RelayLoop::stop).toList()));
    attempt("repeated steps", Future.all(repeated.stream().map(Repeated::stop).toList()));
    attempt("listener", listener.close());
    backbone.closing().run();
    try {
      leases.giveUp();
    } catch (RuntimeException away) {
      LOG.atWarn().addKeyValue("cause", away).log("outbox shards not released, their lease ends");
    }
    return bus.drain(DRAINED_WITHIN);
  }

  private static void attempt(String what, Future<?> ending) {
    try {
      Deadline.await(ending, STOPPED_WITHIN);
    } catch (TimeoutException | RuntimeException unfinished) {
      LOG.atWarn().addKeyValue("part", what).addKeyValue("cause", unfinished).log("not ended");
    }
  }
}
