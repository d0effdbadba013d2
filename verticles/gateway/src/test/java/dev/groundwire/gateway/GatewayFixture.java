package dev.groundwire.gateway;

import dev.groundwire.gateway.access.AuthConfig;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running gateway with its rooms, and clients for it. */
final class GatewayFixture implements AutoCloseable {
  static final String KEY = "default-organization-key";
  static final String RIVAL_KEY = "rival-organization-key";

  /** Of {@link #RIVAL_KEY}. */
  private static final String RIVAL_SHA256 =
      "811068c25b640c0eed3fce86683148dda0776989d20f11eda18e8f83cd7d1f9c";

  final TestRooms rooms = new TestRooms();
  private final VertxFixture vertx;
  private final Pool pool;
  private final ListeningPorts ports;
  private final String deployment;
  private final String roomsDeployment;

  private GatewayFixture(PostgresFixture postgres, VertxFixture vertx, GatewayConfig config)
      throws TimeoutException {
    this.vertx = vertx;
    this.pool =
        ConnectionPool.open(
            vertx.vertx(),
            postgres.login().connectOptions(),
            new DatabaseConfig(null, 8, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    this.roomsDeployment = vertx.deploy(rooms);
    GatewayVerticle gateway =
        new GatewayVerticle(config, pool, Identifiers.timeOrdered(), Clock.systemUTC());
    this.deployment = vertx.vertx().deployVerticle(gateway).await(60, TimeUnit.SECONDS);
    this.ports = gateway.listening().await(10, TimeUnit.SECONDS);
  }

  static GatewayFixture open(PostgresFixture postgres, VertxFixture vertx) throws TimeoutException {
    return new GatewayFixture(postgres, vertx, config(false));
  }

  static GatewayFixture withKeys(PostgresFixture postgres, VertxFixture vertx)
      throws TimeoutException {
    return new GatewayFixture(postgres, vertx, config(true));
  }

  static GatewayConfig config(boolean keys) {
    return new GatewayConfig(
        new GatewayConfig.Http("127.0.0.1", 0, 16_384, Duration.ofSeconds(60)),
        new GatewayConfig.Management("127.0.0.1", 0),
        keys
            ? new AuthConfig(true, KEY, List.of(new AuthConfig.Key(RIVAL_SHA256, "rival")))
            : new AuthConfig(false, null, List.of()),
        new GatewayConfig.Limits(
            65_536,
            64L << 20,
            4,
            8,
            64,
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofHours(1)),
        new GatewayConfig.Streams(
            Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofMillis(100)),
        Duration.ofSeconds(5));
  }

  TestClient client() {
    return new TestClient(ports.http(), null);
  }

  TestClient client(String key) {
    return new TestClient(ports.http(), key);
  }

  TestClient management() {
    return new TestClient(ports.management(), null);
  }

  int port() {
    return ports.http();
  }

  Future<Void> stopping() {
    return vertx.vertx().undeploy(deployment);
  }

  @Override
  public void close() {
    if (vertx.vertx().deploymentIDs().contains(deployment)) {
      vertx.vertx().undeploy(deployment).await();
    }
    vertx.vertx().undeploy(roomsDeployment).await();
    pool.close().await();
  }
}
