package dev.groundwire.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DirectConnectionTest {
  @Test
  void tellsOfEachTryInOneLineAndGivesUp() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    PgConnectOptions server =
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setUser("groundwire")
            .setPassword("s3cret")
            .setDatabase("groundwire");
    Logger log = (Logger) LoggerFactory.getLogger(DirectConnection.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> DirectConnection.open(server, Duration.ofMillis(600)));
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .isNotEmpty()
        .allSatisfy(line -> {
          assertThat(line.getFormattedMessage()).isEqualTo("waiting for the database server");
          assertThat(line.getThrowableProxy()).isNull();
          assertThat(line.getKeyValuePairs().toString())
              .contains("127.0.0.1:" + port)
              .doesNotContain("\n", "s3cret");
        });
  }
}
