package dev.groundwire.loadtests;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.launcher.AppConfig;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Migrations;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgres;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgresConfig;
import dev.groundwire.testing.nats.NatsServer;
import dev.groundwire.testing.program.LoopbackServer;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the relay and the inbox work on: a durable PostgreSQL and a NATS, as a laptop has them. */
final class EventBackbone implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final EmbeddedPostgres postgres;
  private final LoopbackServer nats;
  private final Vertx vertx;
  private final Pool pool;
  private final AppConfig config;

  private EventBackbone(EmbeddedPostgres postgres, LoopbackServer nats, AppConfig config) {
    this.postgres = postgres;
    this.nats = nats;
    this.config = config;
    this.vertx = Vertx.vertx();
    BusCodecs.register(vertx.eventBus());
    this.pool = ConnectionPool.open(vertx, server(), config.database());
  }

  /** Empty, with the product's defaults. */
  static EventBackbone open(WorkFolder work) throws IOException {
    LoopbackServer nats = NatsServer.create();
    nats.start();
    AppConfig config =
        AppConfig.load(
            Map.of("DATA_DIR", work.data().toString(), "NATS_URL", nats.url()), Optional.empty());
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            EmbeddedPostgresConfig.under(config.dataDir()).forPoolOf(config.database().poolSize()));
    Migrations.apply(postgres.login().connectOptions());
    return new EventBackbone(postgres, nats, config);
  }

  AppConfig config() {
    return config;
  }

  PgConnectOptions server() {
    return postgres.login().connectOptions();
  }

  LoopbackServer nats() {
    return nats;
  }

  Vertx vertx() {
    return vertx;
  }

  Pool pool() {
    return pool;
  }

  Database database() {
    return new Database(pool);
  }

  /** Returns when it is ready. */
  void deploy(Deployable room) throws TimeoutException {
    vertx
        .deployVerticle(
            room, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    try {
      vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IOException(late);
    } finally {
      postgres.close();
      nats.close();
    }
  }
}
