package dev.groundwire.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.net.NetServer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that takes connections and says nothing. */
class MuteDatabaseTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final int LOOKS = 20;

  private final AtomicInteger connections = new AtomicInteger();

  @Test
  void isDownAndNotReadyAndCostsOneConnection() throws Exception {
    NetServer mute =
        VERTX
            .vertx()
            .createNetServer()
            .connectHandler(socket -> connections.incrementAndGet())
            .listen(0, "127.0.0.1")
            .await();
    Pool pool =
        ConnectionPool.open(
            VERTX.vertx(),
            new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(mute.actualPort())
                .setUser("groundwire")
                .setPassword("s3cret")
                .setDatabase("groundwire"),
            new DatabaseConfig(null, 8, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    CountDownLatch looks = new CountDownLatch(LOOKS);
    NodeHealth health = HealthOf.node(VERTX.vertx(), pool, Optional.empty());
    assertThat(health.readiness().reasons()).containsExactly("Groundwire is starting.");
    health.onLook(looks::countDown);
    health.begin(meters).await(20, TimeUnit.SECONDS);
    assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
    Standing database = Objects.requireNonNull(health.standings().get("database"));
    assertThat(database.state()).isEqualTo("down");
    assertThat(database.reason())
        .startsWith("No answer within 1500 ms")
        .contains("DATABASE_URL")
        .doesNotContain("s3cret");
    assertThat(health.readiness().reasons()).singleElement().asString().contains("database");
    assertThat(meters.get("groundwire.dependency.up").tag("component", "database").gauge().value())
        .isZero();
    assertThat(connections).hasValueLessThanOrEqualTo(2);
    pool.close();
    mute.close().await();
  }
}
