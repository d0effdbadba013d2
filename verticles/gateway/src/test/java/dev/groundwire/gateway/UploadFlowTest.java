package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Uploads whose bytes come slowly, too fast, or not to the end. */
class UploadFlowTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String DOCUMENTS = "/api/v1/workspaces/default/documents";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private final StoredParts parts = new StoredParts(POSTGRES);

  @AfterEach
  void forget() {
    parts.forget();
  }

  @Test
  void leavesNothingOfAClientThatLeaves() throws IOException {
    int before = GATEWAY.rooms.registered.size();
    byte[] body = new Multipart().file("half.bin", noise(4_000_000)).unfinished();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head(body.length + 1_000_000));
      out.write(body);
      out.flush();
      parts.await("SELECT count(*) >= 3 FROM document_part");
    }
    parts.await("SELECT count(*) = 0 FROM document_part");
    assertThat(GATEWAY.rooms.registered).hasSize(before);
  }

  /** While the database does not take parts, the client's bytes must wait on the line. */
  @Test
  void doesNotTakeMoreThanItCanStore() throws Exception {
    byte[] body = new Multipart().file("flood.bin", noise(48 << 20)).whole();
    var lock = POSTGRES.pool().getConnection().await();
    lock.query("BEGIN").execute().await();
    lock.query("LOCK TABLE document_part IN EXCLUSIVE MODE").execute().await();
    var written = new AtomicLong();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
      Thread client =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  OutputStream out = socket.getOutputStream();
                  out.write(head(body.length));
                  for (int at = 0; at < body.length; at += 65_536) {
                    out.write(body, at, Math.min(65_536, body.length - at));
                    written.addAndGet(65_536);
                  }
                } catch (IOException broken) {
                  throw new UncheckedIOException(broken);
                }
              });
      long stalledAt = whenStalled(written);
      assertThat(stalledAt).isLessThan(24 << 20);
      lock.query("ROLLBACK").execute().await();
      lock.close().await();
      client.join();
      byte[] status = socket.getInputStream().readNBytes(12);
      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 202");
    }
    assertThat(parts.count()).isEqualTo(48);
  }

  /** Unchanged over ten looks, between which the database waits a tenth of a second. */
  private static long whenStalled(AtomicLong written) {
    long last = -1;
    for (int same = 0; same < 10; ) {
      POSTGRES.pool().query("SELECT pg_sleep(0.1)").execute().await();
      long now = written.get();
      same = now == last && now > 0 ? same + 1 : 0;
      last = now;
    }
    return last;
  }

  private static byte[] head(int length) {
    return ("POST "
            + DOCUMENTS
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + Multipart.CONTENT_TYPE
            + "\r\nContent-Length: "
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    bytes[0] = 'T';
    return bytes;
  }
}
