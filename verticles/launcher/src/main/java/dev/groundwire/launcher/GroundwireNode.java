package dev.groundwire.launcher;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.chat.ChatVerticle;
import dev.groundwire.deadletter.DeadLetterVerticle;
import dev.groundwire.embedding.EmbeddingVerticle;
import dev.groundwire.gateway.GatewayVerticle;
import dev.groundwire.gateway.ListeningPorts;
import dev.groundwire.inbox.InboxVerticle;
import dev.groundwire.ingestion.IngestionVerticle;
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
import dev.groundwire.webhooks.WebhooksVerticle;
import dev.groundwire.webhooks.WebhooksWiring;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole Groundwire in one process: the database, then the rooms, the public door last. */
public final class GroundwireNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroundwireNode.class);
  private static final int CLOSED_WITHIN_SECONDS = 15;

  private final LogFile log;
  private final NodeDatabase postgres;
  private final Telemetry telemetry;
  private final Vertx vertx;
  private final Pool pool;
  private final Optional<NatsLink> nats;
  private final Optional<RedisLink> redis;
  private final Deployments deployments;
  private final ListeningPorts ports;

  private GroundwireNode(AppConfig config, LogFile log, NodeDatabase postgres) {
    this.log = log;
    this.postgres = postgres;
    this.telemetry = Telemetry.start(config.telemetry(), version());
    this.vertx = telemetry.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops()));
    NodeMeters.register(
        vertx, version(), config.profile().text(), config.dataDir(), config.certificates());
    BusCodecs.register(vertx.eventBus());
    this.pool = ConnectionPool.open(vertx, postgres.server(), config.database());
    this.nats =
        config.nats().isConfigured()
            ? Optional.of(NatsLink.open(vertx, config.nats(), "groundwire"))
            : Optional.empty();
    this.redis =
        config.redis().isConfigured()
            ? Optional.of(RedisLink.open(vertx, config.redis(), new SecureRandom()))
            : Optional.empty();
    this.deployments = new Deployments(vertx);
    try {
      this.ports = deploy(config);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private static String version() {
    String version = GroundwireNode.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /**
   * A token goes through three rooms, and waking another thread costs more than its work: on two
   * cores one loop adds a third less to a call than four do, and a tenth less to a token.
   */
  private static int eventLoops() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /**
   * Blocks until every room is ready.
   *
   * @throws StartFailure whose message is one line for a person
   */
  public static GroundwireNode start(AppConfig config) {
    PortCheck.pass(config.gateway());
    DataFolder.prepare(config.dataDir());
    try {
      LogFile log =
          LogFile.open(
              config.dataDir().resolve("logs"), config.log(), LoggerFactory.getILoggerFactory());
      GroundwireNode node = new GroundwireNode(config, log, NodeDatabase.open(config));
      LOG.atInfo()
          .addKeyValue("url", node.url())
          .addKeyValue("management_port", node.managementPort())
          .addKeyValue("data_dir", config.dataDir())
          .log("groundwire ready");
      return node;
    } catch (StartFailure failure) {
      throw failure;
    } catch (RuntimeException failure) {
      throw new StartFailure(String.valueOf(failure.getMessage()), failure);
    }
  }

  /** The wiring: plain, from the inner rooms to the public door. */
  private ListeningPorts deploy(AppConfig config) {
    Clock clock = Clock.systemUTC();
    Supplier<UUID> ids = Identifiers.timeOrdered();
    SecureRandom random = new SecureRandom();
    Database database = new Database(pool);
    AppendSignal appended = new AppendSignal(vertx, pool);
    Outbox outbox = new Outbox(clock, ids, tx -> database.afterCommit(tx, appended));
    deployments.onVirtualThreads(
        "embedding",
        new EmbeddingVerticle(
            config.embedding(), config.dataDir().resolve("models"), clock, random));
    deployments.onVirtualThreads(
        "retrieval",
        new RetrievalVerticle(config.retrieval(), config.dataDir(), database, outbox, clock));
    deployments.onVirtualThreads(
        "ingestion",
        new IngestionVerticle(config.ingestion(), config.dataDir(), database, outbox, ids));
    deployments.onEventLoop("llm", new LlmVerticle(config.llm(), clock, random));
    deployments.onVirtualThreads(
        "chat",
        new ChatVerticle(config.chat(), database, outbox, clock, ids, random, ids.get(), redis));
    deployments.onVirtualThreads(
        "webhooks",
        new WebhooksVerticle(
            config.webhooks(),
            new WebhooksWiring(config.dataDir(), database, outbox, clock, ids, random)));
    deployments.onVirtualThreads(
        "outbox-relay",
        new OutboxRelayVerticle(
            config.outboxRelay(), database, postgres.server(), nats, clock, random, ids.get()));
    deployments.onVirtualThreads(
        "dead-letter",
        new DeadLetterVerticle(
            config.deadLetter(), database, outbox, Subscription.ALL, nats, clock, ids));
    deployments.onVirtualThreads(
        "inbox",
        new InboxVerticle(config.inbox(), database, Subscription.ALL, nats, clock, ids.get()));
    GatewayVerticle gateway = new GatewayVerticle(config.gateway(), pool, redis, ids, clock);
    deployments.onEventLoop("gateway", gateway);
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

  /**
   * Drains the rooms; bounded. Chat ends with the public door, not behind it: how its answers end
   * must still reach whoever waits for them.
   */
  @Override
  public void close() {
    LOG.atInfo().log("groundwire stopping, what is under way may end");
    deployments.undeployAll(Set.of("gateway", "chat"));
    nats.ifPresent(NatsLink::close);
    redis.ifPresent(RedisLink::close);
    try {
      pool.close().await(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS);
      vertx.close().await(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      LOG.atWarn().addKeyValue("cause", late.toString()).log("not everything closed in time");
    } finally {
      postgres.close();
      telemetry.close();
      log.close();
    }
  }
}
