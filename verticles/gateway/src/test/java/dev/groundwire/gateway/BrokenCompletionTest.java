package dev.groundwire.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.bus.llm.CompletionItem;
import dev.groundwire.platform.bus.Outflow;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A completion that breaks while its client still has to take what came before. */
class BrokenCompletionTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String BODY = "{\"model\":\"gpt-test\",\"stream\":true,\"messages\":[{}]}";

  /** More than sockets hold for a client that does not read. */
  private static final String LARGE = "{\"choices\":[],\"pad\":\"" + "x".repeat(16 << 20) + "\"}";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private final Logger log =
      (Logger) LoggerFactory.getLogger("dev.groundwire.gateway.openai.SseWords");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    GATEWAY.rooms.llm.left.clear();
    log.setLevel(Level.INFO);
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(lines);
  }

  /**
   * What a client gets that reads on only after that happened behind the first chunk.
   *
   * @param cancels whether it makes the gateway cancel, which is waited for
   */
  private static String readAfter(Consumer<Outflow<CompletionItem>> then, boolean cancels)
      throws IOException, InterruptedException {
    GATEWAY.rooms.llm.script = out -> out.send(new CompletionChunk(LARGE));
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), GATEWAY.port()));
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + BODY.length()
                      + "\r\n\r\n"
                      + BODY)
                  .getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] head = in.readNBytes(12);
      assertThat(new String(head, UTF_8)).isEqualTo("HTTP/1.1 200");
      GATEWAY.rooms.llm.run(() -> then.accept(GATEWAY.rooms.llm.opened.getLast()));
      if (cancels) {
        assertThat(GATEWAY.rooms.llm.left.poll(4, TimeUnit.SECONDS)).isNotNull();
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void tellsNothingBehindTheFailure() throws IOException, InterruptedException {
    String raw =
        readAfter(
            out -> {
              out.send(new CompletionChunk("{\"usage\":{"));
              for (int further = 0; further < 30; further++) {
                out.send(new CompletionChunk("{\"choices\":[],\"late\":true}"));
              }
            },
            true);
    assertThat(raw).contains("event: error\ndata: {\"error\":").contains("what is no chunk");
    assertThat(raw).doesNotContain("late").doesNotContain("[DONE]");
    assertThat(raw).endsWith("}\n\n\r\n0\r\n\r\n");
    assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO);
  }

  @Test
  void leavesItToTheRoomToLogWhatNobodyExpected() throws IOException, InterruptedException {
    BusFailure unexpected = new BusFailure(FailureCode.INTERNAL, "the secret cause");
    String raw = readAfter(out -> out.fail(unexpected), false);
    assertThat(raw).contains("the log has it under the request id").doesNotContain("secret");
    assertThat(lines.list)
        .singleElement()
        .returns(Level.INFO, ILoggingEvent::getLevel)
        .returns(null, ILoggingEvent::getThrowableProxy);
  }
}
