package dev.groundwire.launcher;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.chat.ChatVerticle;
import dev.groundwire.chat.ChatWiring;
import dev.groundwire.deadletter.DeadLetterVerticle;
import dev.groundwire.embedding.EmbeddingVerticle;
import dev.groundwire.gateway.GatewayVerticle;
import dev.groundwire.gateway.ListeningPorts;
import dev.groundwire.gateway.Place;
import dev.groundwire.inbox.InboxVerticle;
import dev.groundwire.ingestion.IngestionVerticle;
import dev.groundwire.jobs.JobsVerticle;
import dev.groundwire.jobs.JobsWiring;
import dev.groundwire.launcher.cluster.Cluster;
import dev.groundwire.llm.LlmVerticle;
import dev.groundwire.outboxrelay.OutboxRelayVerticle;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.platform.outbox.AppendSignal;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.platform.telemetry.LogFile;
import dev.groundwire.platform.telemetry.NodeMeters;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.retrieval.RetrievalVerticle;
import dev.groundwire.retrieval.RetrievalWiring;
import dev.groundwire.webhooks.WebhooksVerticle;
import dev.groundwire.webhooks.WebhooksWiring;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole Groundwire in one process: the database, then the rooms, the public door last. */
public final class GroundwireNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroundwireNode.class);
  private static final int CLOSED_WITHIN_SECONDS = 15;

  private final Opened opened;
  private final NodeDatabase postgres;
  private final Optional<Cluster> cluster;
  private final UUID alone = Identifiers.timeOrdered().get();
  private final Vertx vertx;
  private final Pool pool;
  private final Optional<Pool> readPool;
  private final Optional<NatsLink> nats;
  private final Optional<RedisLink> redis;
  private final Deployments deployments;
  private final GatewayVerticle gateway;
  private final Duration stopNotice;
  private final ListeningPorts ports;

  private GroundwireNode(AppConfig config, NodeDatabase postgres, Opened opened) {
    this.postgres = postgres;
    this.opened = opened;
    Telemetry telemetry =
        opened.keep("telemetry", Telemetry.start(config.telemetry(), version()), Telemetry::close);
    VertxOptions options = new VertxOptions().setEventLoopPoolSize(eventLoops(config));
    this.cluster =
        config.profile().isCluster()
            ? Optional.of(Cluster.join(config.cluster(), telemetry, options))
            : Optional.empty();
    this.vertx =
        opened.keep(
            "vertx",
            cluster.map(Cluster::vertx).orElseGet(() -> telemetry.vertx(options)),
            each -> await(each.close()));
    NodeMeters.register(
        vertx, version(), config.profile().text(), config.dataDir(), config.certificates());
    BusCodecs.register(vertx.eventBus());
    this.pool = kept("pool", ConnectionPool.open(vertx, postgres.pooled(), config.database()));
    this.readPool =
        NodeDatabase.forReading(config)
            .map(server ->
                kept(
                    "pool of searches",
                    ConnectionPool.open(vertx, server, config.database(), "groundwire-search")));
    this.nats =
        config.nats().isConfigured()
            ? Optional.of(
                opened.keep(
                    "nats", NatsLink.open(vertx, config.nats(), "groundwire"), NatsLink::close))
            : Optional.empty();
    this.redis =
        config.redis().isConfigured()
            ? Optional.of(
                opened.keep(
                    "redis",
                    RedisLink.open(vertx, config.redis(), new SecureRandom()),
                    RedisLink::close))
            : Optional.empty();
    this.deployments = new Deployments(vertx, config::has);
    Place place = new Place(config.has(Role.GATEWAY), cluster.isPresent());
    this.gateway =
        new GatewayVerticle(
            config.gateway(), pool, redis, Identifiers.timeOrdered(), Clock.systemUTC(), place);
    this.stopNotice = config.gateway().stopNotice();
    try {
      this.ports = deploy(config);
    } catch (RuntimeException failure) {
      stopRooms(); // without notice: nobody was told to send anything here
      throw failure;
    }
  }

  private Pool kept(String name, Pool pool) {
    return opened.keep(name, pool, each -> await(each.close()));
  }

  private static void await(Future<Void> closed) throws TimeoutException {
    closed.await(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS);
  }

  private static String version() {
    String version = GroundwireNode.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /**
   * A token goes through three rooms, and waking another thread costs more than its work: on two
   * cores one loop adds a third less to a call than four do, and a tenth less to a token. Several
   * instances of a room have one each.
   */
  private static int eventLoops(AppConfig config) {
    int usual = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return Math.max(usual, config.instances(Role.GATEWAY));
  }

  /**
   * Blocks until every room is ready.
   *
   * @throws StartFailure whose message is one line for a person
   */
  public static GroundwireNode start(AppConfig config) {
    PortCheck.pass(config);
    DataFolder.prepare(config.dataDir());
    Opened opened = new Opened();
    try {
      opened.keep(
          "log",
          LogFile.open(
              config.dataDir().resolve("logs"), config.log(), LoggerFactory.getILoggerFactory()),
          LogFile::close);
      NodeDatabase postgres =
          opened.keep("database", NodeDatabase.open(config), NodeDatabase::close);
      GroundwireNode node = new GroundwireNode(config, postgres, opened);
      LOG.atInfo()
          .addKeyValue("url", node.url())
          .addKeyValue("management_port", node.managementPort())
          .addKeyValue("data_dir", config.dataDir())
          .log("groundwire ready");
      return node;
    } catch (StartFailure failure) {
      opened.close();
      throw failure;
    } catch (RuntimeException failure) {
      opened.close();
      throw new StartFailure(String.valueOf(failure.getMessage()), failure);
    }
  }

  /** The wiring: plain, from the inner rooms to the public door. */
  private ListeningPorts deploy(AppConfig config) {
    Clock clock = Clock.systemUTC();
    Supplier<UUID> ids = Identifiers.timeOrdered();
    SecureRandom random = new SecureRandom();
    Database database = new Database(pool, config.database());
    AppendSignal appended = new AppendSignal(vertx, pool);
    Outbox outbox = new Outbox(clock, ids, tx -> database.afterCommit(tx, appended));
    cluster.ifPresent(joined -> deployments.always("cluster", joined.room()));
    deployments.onVirtualThreads(
        Role.EMBEDDING,
        () ->
            new EmbeddingVerticle(
                config.embedding(), config.dataDir().resolve("models"), clock, random));
    deployments.onVirtualThreads(
        Role.RETRIEVAL,
        () ->
            new RetrievalVerticle(
                config.retrieval(),
                new RetrievalWiring(
                    config.profile().usualIndex(),
                    config.dataDir(),
                    database,
                    readPool
                        .map(reading -> new Database(reading, config.database()))
                        .orElse(database),
                    postgres.server(),
                    outbox,
                    clock)));
    deployments.onVirtualThreads(
        Role.INGESTION,
        () -> new IngestionVerticle(config.ingestion(), config.dataDir(), database, outbox, ids));
    deployments.onEventLoop(
        Role.LLM, () -> new LlmVerticle(config.llm(), clock, random, node(), redis));
    deployments.onVirtualThreads(
        Role.CHAT,
        () ->
            new ChatVerticle(
                config.chat(),
                new ChatWiring(database, outbox, clock, ids, random, node(), redis)));
    deployments.onVirtualThreads(
        Role.WEBHOOKS,
        () ->
            new WebhooksVerticle(
                config.webhooks(),
                new WebhooksWiring(config.dataDir(), database, outbox, clock, ids, random)));
    deployments.onVirtualThreads(
        Role.OUTBOX_RELAY,
        () ->
            new OutboxRelayVerticle(
                config.outboxRelay(), database, postgres.server(), nats, clock, random, ids.get()));
    deployments.onVirtualThreads(
        Role.DEAD_LETTER,
        () ->
            new DeadLetterVerticle(
                config.deadLetter(), database, outbox, Subscription.ALL, nats, clock, ids));
    deployments.onVirtualThreads(
        Role.INBOX,
        () ->
            new InboxVerticle(config.inbox(), database, Subscription.ALL, nats, clock, ids.get()));
    deployments.onVirtualThreads(
        Role.JOBS,
        () -> new JobsVerticle(config.jobs(), new JobsWiring(database, ids, random, node())));
    Iterator<Deployable> gateways =
        Stream.concat(Stream.of(gateway), Stream.generate(gateway::another)).iterator();
    deployments.always(Role.GATEWAY.room(), gateways::next, config.instances(Role.GATEWAY));
    return gateway.listening().await();
  }

  /** Fails when the node cannot go on: its database has stopped for good. */
  public CompletionStage<Void> givenUp() {
    return postgres.givenUp();
  }

  /** Where people go. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + httpPort() + "/");
  }

  public int httpPort() {
    return ports.http();
  }

  public int managementPort() {
    return ports.management();
  }

  /** The identity of this node for as long as it runs. */
  private UUID node() {
    return cluster.map(Cluster::node).orElse(alone);
  }

  /** Everything is served until whoever sends requests here has learned to send them elsewhere. */
  private void giveNotice() {
    gateway.announceStop();
    cluster.ifPresent(Cluster::withdraw);
    Duration spread = cluster.isPresent() ? Cluster.SPREAD_WITHIN : Duration.ZERO;
    long millis = Math.max(stopNotice.toMillis(), spread.toMillis());
    if (millis > 0) {
      vertx.timer(millis, TimeUnit.MILLISECONDS).await();
    }
  }

  /**
   * Drains the rooms; bounded. Chat ends with the public door, not behind it: how its answers end
   * must still reach whoever waits for them.
   */
  @Override
  public void close() {
    LOG.atInfo().log("groundwire stopping, what is under way may end");
    giveNotice();
    stopRooms();
    opened.close();
  }

  private void stopRooms() {
    deployments.undeployAll(Set.of(Role.GATEWAY.room(), Role.CHAT.room()));
  }
}
