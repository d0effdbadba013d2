package dev.groundwire.loadtests.chaos;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.deadletter.DeadLetterVerticle;
import dev.groundwire.inbox.InboxVerticle;
import dev.groundwire.outboxrelay.OutboxRelayVerticle;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.nats.NatsLink;
import dev.groundwire.platform.outbox.AppendSignal;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A process with the product's relay, inbox and dead letters, and the suite's own handler. */
public final class ChaosNode {
  /** Its only word on standard output. */
  static final String READY = "ready";

  private static final int PATIENCE_SECONDS = 60;

  private final NodeSettings settings;
  private final PlantedBug bug;
  private final PgConnectOptions server;
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  private final Optional<NatsLink> nats;
  private final Deque<String> deployed = new ArrayDeque<>();

  private ChaosNode(NodeSettings settings, PlantedBug bug, PgConnectOptions server) {
    this.settings = settings;
    this.bug = bug;
    this.server = server;
    BusCodecs.register(vertx.eventBus());
    this.pool = ConnectionPool.open(vertx, server, settings.database());
    this.nats =
        settings.nats().isConfigured()
            ? Optional.of(NatsLink.open(vertx, settings.nats(), "chaos"))
            : Optional.empty();
  }

  /** The role is the argument; the rest comes by the environment. Ends with its starter. */
  public static void main(String... arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    ChaosNode node =
        new ChaosNode(
            NodeSettings.read(environment),
            PlantedBug.of(environment.getOrDefault("CHAOS_BUG", "none")),
            PgConnectOptions.fromUri(Objects.requireNonNull(environment.get("CHAOS_DATABASE"))));
    node.deploy(Role.valueOf(arguments[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(node::stop));
    System.out.println(READY);
    endWithTheStarter();
  }

  private static void endWithTheStarter() throws IOException {
    while (System.in.read() >= 0) {
      // nothing is ever said
    }
    Runtime.getRuntime().halt(1);
  }

  private void deploy(Role role) throws TimeoutException {
    Clock clock = Clock.systemUTC();
    Supplier<UUID> ids = Identifiers.timeOrdered();
    Database database = new Database(pool);
    if (role.handles()) {
      AppendSignal signal = new AppendSignal(vertx, pool);
      Outbox outbox = new Outbox(clock, ids, tx -> database.afterCommit(tx, signal));
      deploy(new CountingHandler(database, bug));
      deploy(
          new DeadLetterVerticle(
              settings.deadLetter(), database, outbox, ChaosBus.SUBSCRIPTIONS, clock, ids));
      deploy(
          new InboxVerticle(
              settings.inbox(), database, ChaosBus.SUBSCRIPTIONS, nats, clock, ids.get()));
    }
    if (role.relays()) {
      deploy(
          bug == PlantedBug.CURSOR_BY_ID
              ? new CursorRelay(database)
              : new OutboxRelayVerticle(
                  settings.outboxRelay(),
                  database,
                  server,
                  nats,
                  clock,
                  RandomGenerator.getDefault(),
                  ids.get()));
    }
  }

  private void deploy(Deployable room) throws TimeoutException {
    deployed.push(
        vertx
            .deployVerticle(
                room, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
            .await(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /** The last room first. */
  private void stop() {
    try {
      for (String room : deployed) {
        vertx.undeploy(room).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (TimeoutException late) {
      System.err.println("a room did not stop: " + late);
    }
  }
}
