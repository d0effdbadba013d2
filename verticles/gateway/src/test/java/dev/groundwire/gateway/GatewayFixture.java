package dev.groundwire.gateway;

import dev.groundwire.gateway.access.AuthConfig;
import dev.groundwire.gateway.health.HealthConfig;
import dev.groundwire.gateway.idempotency.IdempotencyConfig;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.shared.SharedConfig;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A running gateway with its rooms, and clients for it; as an extension for one test class. */
final class GatewayFixture implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  static final String KEY = "default-organization-key";
  static final String RIVAL_KEY = "rival-organization-key";

  /** {@code @Order} of the field: behind the fixtures that it takes. */
  static final int LAST = Integer.MAX_VALUE;

  /** Of {@link #RIVAL_KEY}. */
  private static final String RIVAL_SHA256 =
      "811068c25b640c0eed3fce86683148dda0776989d20f11eda18e8f83cd7d1f9c";

  final TestRooms rooms = new TestRooms();

  /** Threads on which something has got an identifier. */
  final Set<String> loops = ConcurrentHashMap.newKeySet();

  private final Supplier<UUID> ids = Identifiers.timeOrdered();
  private final PostgresFixture postgres;
  private final VertxFixture vertx;
  private final GatewayConfig config;
  private @Nullable Running running;

  private GatewayFixture(PostgresFixture postgres, VertxFixture vertx, boolean keys) {
    this.postgres = postgres;
    this.vertx = vertx;
    this.config = config(keys);
  }

  static GatewayFixture of(PostgresFixture postgres, VertxFixture vertx) {
    return new GatewayFixture(postgres, vertx, false);
  }

  static GatewayFixture withKeys(PostgresFixture postgres, VertxFixture vertx) {
    return new GatewayFixture(postgres, vertx, true);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws TimeoutException {
    open();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  GatewayFixture open() throws TimeoutException {
    return open(1);
  }

  GatewayFixture open(int instances) throws TimeoutException {
    Pool pool =
        ConnectionPool.open(
            vertx.vertx(),
            postgres.login().connectOptions(),
            new DatabaseConfig(null, 8, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    String roomsDeployment = vertx.deploy(rooms);
    String streams =
        vertx.vertx().deployVerticle(new TestStreams(rooms)).await(60, TimeUnit.SECONDS);
    GatewayVerticle gateway =
        new GatewayVerticle(
            config, pool, Optional.empty(), this::identifier, Clock.systemUTC(), Place.ALONE);
    Iterator<Deployable> each =
        Stream.concat(Stream.of(gateway), Stream.generate(gateway::another)).iterator();
    String deployment =
        vertx
            .vertx()
            .deployVerticle(each::next, new DeploymentOptions().setInstances(instances))
            .await(60, TimeUnit.SECONDS);
    ListeningPorts ports = gateway.listening().await(10, TimeUnit.SECONDS);
    running = new Running(pool, ports, gateway, deployment, List.of(roomsDeployment, streams));
    return this;
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
            1 << 20,
            64L << 20,
            4,
            8,
            64,
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofHours(1)),
        new GatewayConfig.Streams(
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(10)),
        new SharedConfig(Duration.ofSeconds(2), 1 << 20, 1_000),
        new IdempotencyConfig(Duration.ofMinutes(10), Duration.ofSeconds(20), 4_096),
        List.of(),
        new HealthConfig(
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            0.95,
            0.8,
            Duration.ofMillis(200),
            100,
            null,
            Duration.ofMillis(200),
            Duration.ofSeconds(2)),
        Duration.ZERO,
        Duration.ofSeconds(5));
  }

  private UUID identifier() {
    loops.add(Thread.currentThread().getName());
    return ids.get();
  }

  TestClient client() {
    return new TestClient(running().ports.http(), null);
  }

  TestClient client(String key) {
    return new TestClient(running().ports.http(), key);
  }

  TestClient management() {
    return new TestClient(running().ports.management(), null);
  }

  int port() {
    return running().ports.http();
  }

  /** All that comes back for these bytes. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  GatewayVerticle gateway() {
    return running().gateway;
  }

  Future<Void> stopping() {
    return vertx.vertx().undeploy(running().deployment);
  }

  @Override
  public void close() {
    if (vertx.vertx().deploymentIDs().contains(running().deployment)) {
      vertx.vertx().undeploy(running().deployment).await();
    }
    running().rooms.forEach(room -> vertx.vertx().undeploy(room).await());
    running().pool.close().await();
  }

  private Running running() {
    return Objects.requireNonNull(running, "the fixture is not open");
  }

  private record Running(
      Pool pool,
      ListeningPorts ports,
      GatewayVerticle gateway,
      String deployment,
      List<String> rooms) {}
}
