package dev.groundwire.gateway;

import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.NodeCounts;
import dev.groundwire.gateway.idempotency.IdempotencyConfig;
import dev.groundwire.gateway.limits.RateLimit;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.redis.RedisConfig;
import dev.groundwire.platform.redis.RedisLink;
import dev.groundwire.platform.shared.OwnState;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two gateways with keys, as of two nodes: they have nothing in common but the rooms, the database
 * and Redis, to which each has a connection of its own.
 */
final class GatewayPair implements BeforeAllCallback, AfterAllCallback {
  static final int LARGEST = 1_024;

  final TestRooms rooms = new TestRooms();
  private final PostgresFixture postgres;
  private final RedisFixture redis;
  private final VertxFixture vertx;
  private final List<RateLimit> limits;
  private final List<RedisLink> links = new ArrayList<>();
  private final List<ListeningPorts> ports = new ArrayList<>();
  private @Nullable Pool pool;

  GatewayPair(
      PostgresFixture postgres, RedisFixture redis, VertxFixture vertx, List<RateLimit> limits) {
    this.postgres = postgres;
    this.redis = redis;
    this.vertx = vertx;
    this.limits = limits;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws TimeoutException {
    pool =
        ConnectionPool.open(
            vertx.vertx(),
            postgres.login().connectOptions(),
            new DatabaseConfig(null, 8, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    vertx.deploy(rooms);
    vertx.vertx().deployVerticle(new TestStreams(rooms)).await(60, TimeUnit.SECONDS);
    open();
    open();
  }

  private void open() throws TimeoutException {
    RedisLink link = RedisLink.open(vertx.vertx(), redisConfig(), new Random(links.size()));
    links.add(link);
    until(link, true);
    GatewayVerticle gateway =
        new GatewayVerticle(
            config(),
            Objects.requireNonNull(pool),
            Optional.of(link),
            Identifiers.timeOrdered(),
            Clock.systemUTC(),
            Place.ALONE);
    vertx.vertx().deployVerticle(gateway).await(60, TimeUnit.SECONDS);
    ports.add(gateway.listening().await(10, TimeUnit.SECONDS));
  }

  private RedisConfig redisConfig() {
    return new RedisConfig(
        redis.url(),
        null,
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofMillis(50),
        256);
  }

  private GatewayConfig config() {
    GatewayConfig config = GatewayFixture.config(true);
    return new GatewayConfig(
        config.http(),
        config.management(),
        config.auth(),
        config.limits(),
        config.streams(),
        config.shared(),
        new IdempotencyConfig(Duration.ofMinutes(10), Duration.ofSeconds(20), LARGEST),
        limits,
        config.health(),
        config.stopNotice(),
        config.drainTimeout());
  }

  /** Every route of the API. */
  List<ApiRoute> routes() {
    Wiring wiring =
        new Wiring(
            vertx.vertx(),
            config(),
            Objects.requireNonNull(pool),
            Optional.empty(),
            Identifiers.timeOrdered(),
            Clock.systemUTC(),
            NodeCounts.of(
                new SimpleMeterRegistry(), new OwnState(config().shared(), System::nanoTime)));
    return Stream.of(wiring.routes(), wiring.openAiRoutes()).flatMap(List::stream).toList();
  }

  /** Waits until both know whether Redis is there. */
  void awaitRedis(boolean up) throws TimeoutException {
    for (RedisLink link : links) {
      until(link, up);
    }
  }

  private void until(RedisLink link, boolean up) throws TimeoutException {
    while (link.isUp() != up) {
      vertx.vertx().timer(5, TimeUnit.MILLISECONDS).await(10, TimeUnit.SECONDS);
    }
  }

  /** Of the first node. */
  TestClient one(String key) {
    return new TestClient(port(0), key);
  }

  /** Of the second node. */
  TestClient other(String key) {
    return new TestClient(port(1), key);
  }

  int port(int node) {
    return ports.get(node).http();
  }

  @Override
  public void afterAll(ExtensionContext context) throws TimeoutException {
    for (String deployment : List.copyOf(vertx.vertx().deploymentIDs())) {
      vertx.undeploy(deployment);
    }
    links.forEach(RedisLink::close);
    Objects.requireNonNull(pool).close().await();
  }
}
