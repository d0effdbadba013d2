package dev.groundwire.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.shared.OwnState;
import dev.groundwire.platform.shared.SharedConfig;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventStreamTest {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Test
  void writesTogetherWhatComesTogether() throws IOException, TimeoutException {
    List<Integer> taken = new CopyOnWriteArrayList<>();
    String raw =
        served(stream -> {
          stream.onTaken(items -> {
            taken.add(items);
            stream.end();
          });
          stream.resumable();
          for (int seq = 1; seq <= 20; seq++) {
            stream.event(seq, "delta", "{}");
            stream.item();
          }
        });
    // A chunk of the transfer coding is a write: the head with all of it, then the end.
    assertThat(raw.lines().filter(line -> line.matches("[0-9a-f]+"))).hasSize(2);
    assertThat(raw).contains("retry: 1000\n\nid: 1\nevent: delta\ndata: {}\n\nid: 2\n");
    assertThat(taken).containsExactly(20);
  }

  @Test
  void endsOnlyWhenEverythingIsTaken() throws IOException, TimeoutException {
    String large = "x".repeat(1 << 20);
    String raw =
        served(stream -> {
          stream.data(large);
          stream.item();
          stream.end();
        });
    assertThat(raw).contains("data: " + large + "\n\n").endsWith("\r\n0\r\n\r\n");
  }

  @Test
  void dropsWhatComesBehindItsEnd() throws IOException, TimeoutException {
    List<Integer> taken = new CopyOnWriteArrayList<>();
    String large = "x".repeat(1 << 20);
    String raw =
        served(stream -> {
          stream.onTaken(taken::add);
          stream.data(large);
          stream.item();
          stream.end();
          stream.event("late", "late");
          stream.data("late");
          stream.text("late");
          stream.item();
          stream.fail(new IllegalStateException("late"));
          stream.end();
        });
    assertThat(raw).contains("data: " + large + "\n\n").endsWith("\r\n0\r\n\r\n");
    assertThat(raw).doesNotContain("late");
    assertThat(taken).as("nothing further is fetched").isEmpty();
  }

  @Test
  void grantsAtOnceForAnItemThatLeavesNothingToWrite() throws IOException, TimeoutException {
    List<Integer> taken = new CopyOnWriteArrayList<>();
    String raw =
        served(stream -> {
          stream.onTaken(taken::add);
          stream.item();
          stream.end();
        });
    assertThat(taken).containsExactly(1);
    assertThat(raw).startsWith("HTTP/1.1 200");
  }

  private static String served(Consumer<EventStream> script) throws IOException, TimeoutException {
    StreamSlots slots =
        new StreamSlots(
            VERTX.vertx(),
            4,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            NodeCounts.of(
                new SimpleMeterRegistry(),
                new OwnState(
                    new SharedConfig(Duration.ofSeconds(1), 1 << 20, 1_000), System::nanoTime)));
    Router router = Router.router(VERTX.vertx());
    router.get("/").handler(http -> script.accept(slots.open(http, StreamKind.ANSWER)));
    HttpServer server =
        VERTX
            .vertx()
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } finally {
      server.close().await(20, TimeUnit.SECONDS);
    }
  }
}
