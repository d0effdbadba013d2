package dev.groundwire.launcher.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node that begins before what it depends on. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LateDatabaseIT {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String WAITING = "waiting for the database server";

  @TempDir Path folder = Path.of("");

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Launch withDatabaseAt(int port) {
    PostgresLogin login = POSTGRES.login();
    return Launch.on(folder)
        .with(
            "DATABASE_URL",
            "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(login.user(), login.password(), port, login.database()));
  }

  /** Makes the real server reachable there. */
  private static NetServer forward(int port) {
    NetClient client = VERTX.vertx().createNetClient();
    PostgresLogin login = POSTGRES.login();
    return VERTX
        .vertx()
        .createNetServer()
        .connectHandler(near -> {
          near.pause();
          client
              .connect(login.port(), login.host())
              .onSuccess(far -> join(near, far))
              .onFailure(away -> near.close());
        })
        .listen(port, "127.0.0.1")
        .await();
  }

  private static void join(NetSocket near, NetSocket far) {
    Future.all(near.pipeTo(far), far.pipeTo(near)).onFailure(broken -> near.close());
    near.resume();
  }

  @Test
  void waitsForItsDatabaseAndNotForNats() throws Exception {
    int port = freePort();
    Launch launch = withDatabaseAt(port).with("NATS_URL", "nats://127.0.0.1:" + freePort());
    try (Child starting = launch.run("start")) {
      String line = starting.err().await(said -> said.contains(WAITING), PATIENCE).orElseThrow();
      assertThat(line)
          .contains("127.0.0.1:" + port, "waited_seconds", "again_in_ms", "DATABASE_URL")
          .doesNotContain(POSTGRES.login().password());
      NetServer reachable = forward(port);
      Node node = Node.ready(starting, folder, PATIENCE);
      node.api().get("/health/ready").expect(200);
      JsonObject health = node.api().get("/health").expect(200).json();
      assertThat(health.getJsonObject("components").getString("events")).isEqualTo("down");
      node.stop();
      reachable.close().await();
    }
  }

  @Test
  void saysInOneLineThatItWaitedInVain() throws Exception {
    int port = freePort();
    try (Child starting = withDatabaseAt(port).with("START_PATIENCE_SECONDS", "2").run("start")) {
      assertThat(starting.exitCode(PATIENCE)).isNotZero();
      List<String> all = starting.err().all(PATIENCE);
      assertThat(all).anyMatch(line -> line.contains(WAITING));
      assertThat(all).noneMatch(line -> line.contains("flyway"));
      assertThat(all.stream().filter(line -> line.startsWith("groundwire: ")))
          .singleElement()
          .asString()
          .contains("DATABASE_URL", "START_PATIENCE_SECONDS")
          .doesNotContain(POSTGRES.login().password());
    }
  }
}
