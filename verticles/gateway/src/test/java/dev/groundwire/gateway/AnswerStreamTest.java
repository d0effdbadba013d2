package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.gateway.SseClient.Event;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnswerStreamTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String ASK = "/api/v1/workspaces/default/ask";
  private static final List<LogEntry> LOG = log(12);

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  @BeforeEach
  void wholeLog() {
    GATEWAY.rooms.chat.script = LOG;
  }

  @Test
  void streamsTheLogAsItIs() {
    try (SseClient stream = new SseClient(GATEWAY.client().stream(question("text/event-stream")))) {
      assertThat(stream.all()).isEqualTo(events(LOG));
      var headers = stream.response().headers();
      assertThat(headers.firstValue("Content-Type")).hasValue("text/event-stream");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-cache, no-transform");
      assertThat(headers.firstValue("X-Accel-Buffering")).hasValue("no");
      assertThat(headers.firstValue("Location"))
          .hasValueSatisfying(at -> assertThat(at).startsWith("/api/v1/answers/"));
      assertThat(headers.firstValue("Content-Encoding")).isEmpty();
    }
  }

  @Test
  void aDroppedClientResumesAtEveryNumberWithoutLossOrRepetition() {
    UUID answer = asked();
    for (int cut = 1; cut < LOG.size(); cut++) {
      List<Event> seen = new ArrayList<>();
      try (SseClient first = watch(answer, "", "0")) {
        for (int i = 0; i < cut; i++) {
          seen.add(first.next().orElseThrow());
        }
      }
      try (SseClient second = watch(answer, "", seen.getLast().id())) {
        seen.addAll(second.all());
      }
      assertThat(seen).isEqualTo(events(LOG));
    }
  }

  @Test
  void theHeaderCountsBeforeTheAddress() {
    UUID answer = asked();
    try (SseClient stream = watch(answer, "?after=2", null)) {
      assertThat(stream.all()).isEqualTo(events(LOG.subList(2, LOG.size())));
    }
    try (SseClient stream = watch(answer, "?after=2", "5")) {
      assertThat(stream.all()).isEqualTo(events(LOG.subList(5, LOG.size())));
    }
  }

  @Test
  void tellsABrowserThatHasAllNotToComeBack() {
    HttpResponse<String> response =
        GATEWAY
            .client()
            .send(
                GATEWAY
                    .client()
                    .request("/api/v1/answers/" + asked() + "/events")
                    .header("Last-Event-ID", Integer.toString(LOG.size()))
                    .GET());
    assertThat(response.statusCode()).isEqualTo(204);
  }

  @Test
  void followsAnAnswerWhileItIsWrittenAndShowsThatItLives() {
    GATEWAY.rooms.chat.script = LOG.subList(0, 1);
    UUID answer = asked();
    try (SseClient stream = watch(answer, "", null);
        SseClient other = watch(answer, "", null)) {
      assertThat(stream.next()).hasValue(event(LOG.getFirst()));
      stream.awaitComments(2);
      for (LogEntry entry : LOG.subList(1, LOG.size())) {
        GATEWAY.rooms.chat.append(answer, entry);
        assertThat(stream.next()).hasValue(event(entry));
      }
      assertThat(stream.next()).isEmpty();
      assertThat(other.all()).isEqualTo(events(LOG));
    }
  }

  @Test
  void waitsForTheWholeAnswerWhenJsonIsAskedFor() {
    HttpResponse<String> response = GATEWAY.client().send(question("application/json"));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode answer = TestClient.json(response);
    assertThat(answer.get("state").asText()).isEqualTo("completed");
    assertThat(GATEWAY.rooms.chat.asked.getLast().keepGoing()).isFalse();
    assertThat(GATEWAY.rooms.chat.asked.getLast().correlationId())
        .isEqualTo(response.headers().firstValue("X-Request-ID").orElseThrow());
  }

  @Test
  void givesAnAddressWhenTheClientDoesNotWait() {
    HttpResponse<String> response =
        GATEWAY.client().send(question("application/json").header("Prefer", "respond-async"));
    assertThat(response.statusCode()).isEqualTo(202);
    String id = TestClient.json(response).get("answerId").asText();
    assertThat(response.headers().firstValue("Location")).hasValue("/api/v1/answers/" + id);
    assertThat(GATEWAY.rooms.chat.asked.getLast().keepGoing()).isTrue();
    assertThat(GATEWAY.client().delete("/api/v1/answers/" + id).statusCode()).isEqualTo(202);
  }

  @Test
  void asksInAConversation() {
    String id =
        TestClient.json(
                GATEWAY
                    .client()
                    .post("/api/v1/workspaces/default/conversations", "{\"title\":\"t\"}"))
            .get("id")
            .asText();
    HttpResponse<String> response =
        GATEWAY
            .client()
            .post(
                "/api/v1/conversations/" + id + "/messages",
                "{\"content\":\"why?\",\"documentIds\":[\"" + id + "\"]}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(GATEWAY.rooms.chat.asked.getLast().filter().documentIds())
        .containsExactly(UUID.fromString(id));
    JsonNode found = TestClient.json(GATEWAY.client().get("/api/v1/conversations/" + id));
    assertThat(found.get("id").asText()).isEqualTo(id);
    assertThat(found.get("messages").isArray()).isTrue();
    assertThat(GATEWAY.client().delete("/api/v1/conversations/" + id).statusCode()).isEqualTo(204);
  }

  @Test
  void refusesAQuestionThatIsNone() {
    assertThat(GATEWAY.client().post(ASK, "{\"question\":\"  \"}").statusCode()).isEqualTo(400);
    assertThat(GATEWAY.client().post(ASK, "{}").statusCode()).isEqualTo(400);
  }

  private static HttpRequest.Builder question(String accept) {
    return GATEWAY
        .client()
        .request(ASK)
        .header("Content-Type", "application/json")
        .header("Accept", accept)
        .POST(BodyPublishers.ofString("{\"question\":\"what?\"}"));
  }

  private static UUID asked() {
    return UUID.fromString(
        TestClient.json(GATEWAY.client().send(question("*/*").header("Prefer", "respond-async")))
            .get("answerId")
            .asText());
  }

  private static SseClient watch(UUID answer, String query, @Nullable String lastEventId) {
    HttpRequest.Builder request =
        GATEWAY.client().request("/api/v1/answers/" + answer + "/events" + query).GET();
    return new SseClient(
        GATEWAY.client().stream(
            lastEventId == null ? request : request.header("Last-Event-ID", lastEventId)));
  }

  private static List<LogEntry> log(int deltas) {
    List<LogEntry> log = new ArrayList<>();
    log.add(new LogEntry(1, "status", "{\"state\":\"queued\"}"));
    for (int i = 0; i < deltas; i++) {
      log.add(new LogEntry(log.size() + 1, "delta", "{\"text\":\"Wort " + i + " – 𐌲\"}"));
    }
    log.add(new LogEntry(log.size() + 1, "done", "{\"finishReason\":\"stop\"}"));
    return log;
  }

  private static List<Event> events(List<LogEntry> log) {
    return log.stream().map(AnswerStreamTest::event).toList();
  }

  private static Event event(LogEntry entry) {
    return new Event(Long.toString(entry.seq()), entry.type(), entry.data());
  }
}
