package dev.groundwire.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.retrieval.SearchMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroundwireClientTest {
  private static final String ID = "00000000-0000-0000-0000-000000000001";

  private final HttpServer server = listen();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final GroundwireClient client =
      new GroundwireClient(
          URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
          Optional.of("a key"),
          new Patience(Duration.ofSeconds(30)),
          pauses::add);

  private static HttpServer listen() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new IllegalStateException(noPort);
    }
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void answer(String path, int status, String body) {
    server.createContext(path, exchange -> reply(exchange, status, body));
  }

  private void reply(HttpExchange exchange, int status, String body) throws IOException {
    received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String uploaded(String status) {
    return "{\"documents\":[{\"id\":\"%s\",\"name\":\"n\",\"status\":\"%s\",\"duplicateOf\":null}]}"
        .formatted(ID, status);
  }

  @Test
  void comesBackWhenABusyServerSaysWhen() {
    AtomicInteger calls = new AtomicInteger();
    server.createContext(
        "/api/v1/workspaces/default/documents",
        exchange -> {
          if (calls.incrementAndGet() <= 2) {
            exchange.getResponseHeaders().add("Retry-After", "7");
            reply(exchange, calls.get() == 1 ? 429 : 503, "{}");
          } else {
            reply(exchange, 202, uploaded("received"));
          }
        });
    RemoteDocument document = client.upload("default", Upload.text("n", "t"));
    assertThat(document.status()).isEqualTo(DocumentStatus.RECEIVED);
    assertThat(document.duplicateOf()).isEmpty();
    assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
  }

  @Test
  void losesPatienceAndSaysWhy() {
    answer("/", 503, "{\"title\":\"Overloaded\",\"detail\":\"The upload queue is full.\"}");
    assertThatThrownBy(() -> client.upload("default", Upload.text("n", "t")))
        .isInstanceOf(ApiFailure.class)
        .hasMessageContaining("The upload queue is full.")
        .hasMessageContaining("503");
    assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isLessThanOrEqualTo(30_000);
  }

  @Test
  void sendsAFileUnderItsName() {
    answer("/", 202, uploaded("ready"));
    client.upload(
        "default", Upload.bytes("a \"b\" é.txt", "content".getBytes(StandardCharsets.UTF_8)));
    assertThat(received.getFirst())
        .contains("name=\"file\"; filename=\"a %22b%22 é.txt\"")
        .contains("\r\n\r\ncontent\r\n--");
  }

  @Test
  void readsSearchHitsInOrder() {
    answer(
        "/api/v1/workspaces/my space/search",
        200,
        "{\"hits\":[{\"documentId\":\"%s\",\"score\":0.5,\"text\":\"x\"}]}".formatted(ID));
    assertThat(client.search("my space", "q", 5, SearchMode.LEXICAL))
        .containsExactly(new SearchHit(UUID.fromString(ID), 0.5));
    assertThat(received.getFirst()).contains("\"mode\":\"lexical\"").contains("\"limit\":5");
  }

  @Test
  void readsEventsUntilTheServerEnds() throws IOException, InterruptedException {
    answer(
        "/",
        200,
        "id: 1\nevent: delta\ndata: {\"text\":\"é\"}\n\n: beat\n\nevent: done\ndata: {}\n\n");
    try (EventStream stream = client.ask("default", "why?", List.of())) {
      assertThat(stream.next()).contains(new ServerSentEvent("1", "delta", "{\"text\":\"é\"}"));
      assertThat(stream.next()).map(ServerSentEvent::type).contains("done");
      assertThat(stream.next()).isEqualTo(Optional.empty());
    }
    assertThat(received).containsExactly("{\"question\":\"why?\"}");
  }

  @Test
  void explainsARefusedStream() {
    answer("/", 404, "{\"title\":\"Not found\",\"detail\":\"No workspace is called x.\"}");
    assertThatThrownBy(() -> client.ask("x", "why?", List.of()))
        .isInstanceOf(ApiFailure.class)
        .hasMessageContaining("No workspace is called x.");
  }

  @Test
  void tellsAGroundwireFromAnotherProgram() {
    answer("/health", 200, "{\"status\":\"degraded\",\"components\":{\"embedding\":\"down\"}}");
    assertThat(client.isThere(Duration.ofSeconds(5))).isTrue();
    server.removeContext("/health");
    answer("/health", 200, "{\"status\":\"UP\"}");
    assertThat(client.isThere(Duration.ofSeconds(5))).isFalse();
    server.removeContext("/health");
    answer("/health", 200, "<html>");
    assertThat(client.isThere(Duration.ofSeconds(5))).isFalse();
    server.stop(0);
    assertThat(client.isThere(Duration.ofSeconds(5))).isFalse();
  }

  @Test
  void showsItsKey() {
    List<String> keys = new CopyOnWriteArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
          reply(exchange, 202, uploaded("ready"));
        });
    client.upload("default", Upload.text("n", "t"));
    assertThat(keys).containsExactly("Bearer a key");
  }

  @Test
  void saysWhereNobodyAnswered() {
    server.stop(0);
    assertThatThrownBy(() -> client.document("default", UUID.fromString(ID)))
        .isInstanceOf(ApiFailure.class)
        .hasMessageContaining("No answer from http://127.0.0.1:");
    assertThat(pauses).hasSize(2);
  }
}
