package dev.groundwire.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseOutageTest {
  /** The driver fails it with a checked exception, which loops over a database never declare. */
  @Test
  void tellsARefusedConnectionAsAnOutage() throws Exception {
    Vertx vertx = Vertx.vertx();
    Pool pool =
        PgBuilder.pool()
            .connectingTo(
                new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(closedPort())
                    .setUser("groundwire")
                    .setPassword("any")
                    .setDatabase("groundwire"))
            .using(vertx)
            .build();
    Database database = new Database(pool);
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> database.asSystem(tx -> true))
        .matches(failure -> failure.code() == FailureCode.UNAVAILABLE);
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  /** A statement that was ended for its time-out, and a lock that was not to be had. */
  @Test
  void tellsWhatTookTooLongAsAnOutage() {
    for (String state : List.of("57014", "55P03")) {
      RuntimeException late = new PgException("too long", "ERROR", state, "");
      assertThat(Outage.orItself(late)).isInstanceOf(BusFailure.class);
    }
    RuntimeException ours = new PgException("no such table", "ERROR", "42P01", "");
    assertThat(Outage.orItself(ours)).isSameAs(ours);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
