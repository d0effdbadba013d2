package dev.groundwire.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each watcher of an answer at its own pace. */
class WatcherPaceTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final int LONG = 400;

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  /** A log of 40 MB, of which a window of 64 items is 13 MB, and sockets hold some more. */
  @Test
  void asksForNoMoreForAClientThatTakesNothingAndDropsIt() throws Exception {
    UUID answer = longAnswer("x".repeat(100_000));
    long before = GATEWAY.rooms.chat.sent.get();
    try (Socket socket = watching(answer)) {
      assertThat(GATEWAY.rooms.chat.left.poll(30, TimeUnit.SECONDS)).isEqualTo(answer);
      assertThat(GATEWAY.rooms.chat.sent.get() - before).isLessThan(LONG);
      assertThat(taken(socket)).isLessThan(LONG * 100_000L);
    }
  }

  @Test
  void givesASlowReaderEverythingInOrder() throws Exception {
    UUID answer = longAnswer("x".repeat(2_000));
    try (Socket socket = watching(answer)) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 512);
      StringBuilder line = new StringBuilder();
      long expected = 1;
      while (expected <= LONG) {
        int c = in.read();
        assertThat(c).as("the stream ended before " + expected).isNotNegative();
        if (c != '\n') {
          line.append((char) c);
          continue;
        }
        if (line.toString().startsWith("id: ")) {
          assertThat(line.toString()).isEqualTo("id: " + expected);
          expected++;
          if (expected % 50 == 0) {
            POSTGRES.pool().query("SELECT pg_sleep(0.05)").execute().await();
          }
        }
        line.setLength(0);
      }
    }
  }

  private static UUID longAnswer(String text) {
    GATEWAY.rooms.chat.script =
        LongStream.rangeClosed(1, LONG)
            .mapToObj(seq ->
                new LogEntry(seq, seq == LONG ? "done" : "delta", "{\"text\":\"" + text + "\"}"))
            .toList();
    return UUID.fromString(
        TestClient.json(
                GATEWAY
                    .client()
                    .send(
                        GATEWAY
                            .client()
                            .request("/api/v1/workspaces/default/ask")
                            .header("Prefer", "respond-async")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"question\":\"q\"}"))))
            .get("answerId")
            .asText());
  }

  private static Socket watching(UUID answer) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), GATEWAY.port()));
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write(
            ("GET /api/v1/answers/" + answer + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(US_ASCII));
    return socket;
  }

  /** What was under way when the gateway cut the line. */
  private static long taken(Socket socket) throws IOException {
    long taken = 0;
    byte[] buffer = new byte[1 << 16];
    InputStream in = socket.getInputStream();
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        taken += read;
      }
    } catch (SocketException reset) {
      return taken;
    }
    return taken;
  }
}
