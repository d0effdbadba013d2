package dev.groundwire.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TenantScopeRepositoryTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Test
  void tellsAServerThatSaysNothingAsAway() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      PgConnectOptions options =
          new PgConnectOptions()
              .setHost("127.0.0.1")
              .setPort(silent.getLocalPort())
              .setUser("nobody")
              .setDatabase("nothing");
      Pool pool =
          ConnectionPool.open(
              VERTX.vertx(),
              options,
              new DatabaseConfig(null, 2, Duration.ofSeconds(60), Duration.ofSeconds(60)));
      TenantScopeRepository database = new TenantScopeRepository(pool, Duration.ofMillis(100));
      assertAway(database.inTenant(UUID.randomUUID(), tx -> Future.succeededFuture()));
    }
  }

  @Test
  void leavesMistakesOfItsCallersAsTheyAre() {
    TenantScopeRepository database =
        new TenantScopeRepository(POSTGRES.pool(), Duration.ofSeconds(15));
    IllegalArgumentException mistake = new IllegalArgumentException("a mistake");
    assertThatThrownBy(() ->
            database
                .asSystem(tx -> {
                  throw mistake;
                })
                .await(20, TimeUnit.SECONDS))
        .isSameAs(mistake);
  }

  private static void assertAway(Future<?> asked) {
    assertThatThrownBy(() -> asked.await(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE));
  }
}
