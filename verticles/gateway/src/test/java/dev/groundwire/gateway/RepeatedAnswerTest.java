package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.llm.CompletionChunk;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.redis.RedisFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A question that is asked again with its key gets the answer that it has. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RepeatedAnswerTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final RedisFixture REDIS = new RedisFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayPair NODES = new GatewayPair(POSTGRES, REDIS, VERTX, List.of());

  private static final String ASK = "/api/v1/workspaces/default/ask";
  private static final List<LogEntry> BEGUN =
      List.of(new LogEntry(1, "status", "{}"), new LogEntry(2, "token", "{\"text\":\"a\"}"));
  private static final LogEntry DONE = new LogEntry(3, "done", "{}");
  private static final LogEntry FAILED =
      new LogEntry(
          3,
          "error",
          "{\"type\":\"urn:groundwire:problem:upstream-failed\",\"detail\":\"It broke.\"}");

  private final TestClient one = NODES.one(GatewayFixture.KEY);
  private final TestClient other = NODES.other(GatewayFixture.KEY);
  private final String key = UUID.randomUUID().toString();

  private HttpRequest.Builder question(TestClient client) {
    return client
        .request(ASK)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString("{\"question\":\"q\"}"));
  }

  private SseClient stream(TestClient client, String... headers) {
    HttpRequest.Builder request = question(client).header("Accept", "text/event-stream");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return new SseClient(client.stream(request));
  }

  @Test
  void aStreamIsTakenUpFromItsBeginningOrBehindAnEvent() {
    NODES.rooms.chat.script = BEGUN;
    int before = NODES.rooms.chat.asked.size();
    try (SseClient first = stream(one)) {
      assertThat(first.next()).isPresent();
      String location = first.response().headers().firstValue("Location").orElseThrow();
      UUID answer = UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
      try (SseClient again = stream(other);
          SseClient behind = stream(other, "Last-Event-ID", "2")) {
        assertThat(again.response().headers().firstValue("Location")).hasValue(location);
        assertThat(again.response().headers().firstValue("Idempotency-Replayed")).hasValue("true");
        NODES.rooms.chat.append(answer, DONE);
        assertThat(again.all()).extracting(SseClient.Event::id).containsExactly("1", "2", "3");
        assertThat(behind.all()).extracting(SseClient.Event::id).containsExactly("3");
      }
    }
    assertThat(NODES.rooms.chat.asked).hasSize(before + 1);
  }

  @Test
  void theAnswerComesInTheWayThatTheRepeatAsksFor() {
    NODES.rooms.chat.script = List.of(BEGUN.get(0), BEGUN.get(1), DONE);
    int before = NODES.rooms.chat.asked.size();
    HttpResponse<String> later = one.send(question(one).header("Prefer", "respond-async"));
    assertThat(later.statusCode()).isEqualTo(202);
    String answer = TestClient.json(later).get("answerId").asText();
    HttpResponse<String> whole = other.send(question(other));
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(TestClient.json(whole).get("id").asText()).isEqualTo(answer);
    try (SseClient streamed = stream(other)) {
      assertThat(streamed.all()).hasSize(3);
    }
    assertThat(NODES.rooms.chat.asked).hasSize(before + 1);
  }

  @Test
  void anAnswerThatFailedIsBegunAnew() {
    NODES.rooms.chat.script = List.of(BEGUN.get(0), BEGUN.get(1), FAILED);
    int before = NODES.rooms.chat.asked.size();
    assertThat(one.send(question(one)).statusCode()).isEqualTo(502);
    try (SseClient failed = stream(other)) {
      assertThat(failed.all()).last().returns("error", SseClient.Event::type);
    }
    assertThat(NODES.rooms.chat.asked).hasSize(before + 2);
    NODES.rooms.chat.script = List.of(BEGUN.get(0), DONE);
    assertThat(one.send(question(one)).statusCode()).isEqualTo(200);
    assertThat(NODES.rooms.chat.asked).hasSize(before + 3);
    assertThat(other.send(question(other)).statusCode()).isEqualTo(200);
    assertThat(NODES.rooms.chat.asked).hasSize(before + 3);
  }

  @Test
  void aStreamedCompletionIsGivenOnce() {
    NODES.rooms.llm.says(List.of("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"));
    assertThat(complete(one, true).statusCode()).isEqualTo(200);
    HttpResponse<String> again = complete(other, true);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.headers().firstValue("X-Should-Retry")).hasValue("false");
    assertThat(TestClient.json(again).at("/error/message").asText()).contains("another key");
  }

  @Test
  void aWholeCompletionIsGivenAgain() {
    NODES.rooms.llm.asked.clear();
    NODES.rooms.llm.says(List.of("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"));
    HttpResponse<String> first = complete(one, false);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(complete(other, false).body()).isEqualTo(first.body());
    assertThat(NODES.rooms.llm.asked).hasSize(1);
  }

  @Test
  void whileACompletionIsStreamedItsKeyIsTaken() throws Exception {
    NODES.rooms.llm.left.clear();
    NODES.rooms.llm.script =
        out -> out.send(new CompletionChunk("{\"choices\":[{\"index\":0,\"delta\":{}}]}"));
    HttpRequest.Builder request = completion(one, true);
    try (SseClient stream = new SseClient(one.stream(request))) {
      assertThat(stream.next()).isPresent();
      assertThat(complete(other, true).statusCode()).isEqualTo(409);
    }
    assertThat(NODES.rooms.llm.left.poll(20, TimeUnit.SECONDS)).isNotNull();
  }

  private HttpResponse<String> complete(TestClient client, boolean streamed) {
    return client.send(completion(client, streamed));
  }

  private HttpRequest.Builder completion(TestClient client, boolean streamed) {
    return client
        .request("/v1/chat/completions")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(
            BodyPublishers.ofString(
                "{\"model\":\"gpt-test\",\"stream\":%s,\"messages\":[{}]}".formatted(streamed)));
  }
}
