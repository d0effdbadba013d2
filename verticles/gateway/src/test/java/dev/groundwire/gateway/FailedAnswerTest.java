package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that fails while a client waits for the whole of it. */
class FailedAnswerTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String WORKSPACE = "/api/v1/workspaces/default";
  private static final String DETAIL = "The language model cannot be reached: check LLM_BASE_URL.";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  @ParameterizedTest
  @CsvSource({
    "upstream-failed, 502",
    "unavailable, 503",
    "overloaded, 503",
    "timeout, 504",
    "rate-limited, 429",
  })
  void isAProblemWithTheStatusOfItsFailure(String type, int status) {
    fails(type, status);
    for (HttpResponse<String> response : List.of(asked(), told())) {
      JsonNode problem = problem(response, status);
      assertThat(problem.get("type").asText()).isEqualTo("urn:groundwire:problem:" + type);
      assertThat(problem.get("detail").asText()).isEqualTo(DETAIL);
      assertThat(problem.get("instance").asText()).isEqualTo(response.uri().getPath());
      assertThat(problem.get("requestId").asText())
          .isEqualTo(response.headers().firstValue("X-Request-ID").orElseThrow());
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      assertStored(problem);
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "2.1, 3", "0, 1"})
  void saysWhenToAskAgainAsItsDocumentDoes(String retryAfter, String header) {
    GATEWAY.rooms.chat.script =
        List.of(
            new LogEntry(
                1,
                "error",
                "{\"type\":\"urn:groundwire:problem:overloaded\",\"detail\":\"d\",\"retryAfter\":"
                    + retryAfter
                    + "}"));
    assertThat(asked().headers().firstValue("Retry-After")).hasValue(header);
  }

  @ParameterizedTest
  @CsvSource({"internal, 500", "of-a-newer-node, 418"})
  void keepsToItselfWhatOnlyTheLogMayKnow(String type, int status) {
    fails(type, status);
    JsonNode problem = problem(asked(), 500);
    assertThat(problem.get("detail").asText()).contains("request id").doesNotContain(DETAIL);
    assertStored(problem);
  }

  @Test
  void isAnEventOfAStream() {
    fails("upstream-failed", 502);
    JsonNode problem = problem(asked(), 502);
    String events = "/api/v1/answers/" + problem.get("answerId").asText() + "/events";
    HttpResponse<String> stream = GATEWAY.client().get(events);
    assertThat(stream.statusCode()).isEqualTo(200);
    assertThat(stream.body()).contains("event: error\n").contains(DETAIL);
  }

  private static void fails(String type, int status) {
    String document =
        "{\"type\":\"urn:groundwire:problem:%s\",\"title\":\"t\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(type, status, DETAIL);
    GATEWAY.rooms.chat.script =
        List.of(
            new LogEntry(1, "status", "{\"state\":\"queued\"}"),
            new LogEntry(2, "error", document));
  }

  private static HttpResponse<String> asked() {
    return GATEWAY.client().post(WORKSPACE + "/ask", "{\"question\":\"why?\"}");
  }

  private static HttpResponse<String> told() {
    HttpResponse<String> begun = GATEWAY.client().post(WORKSPACE + "/conversations", "{}");
    String conversation = begun.headers().firstValue("Location").orElseThrow();
    return GATEWAY.client().post(conversation + "/messages", "{\"content\":\"why?\"}");
  }

  private static JsonNode problem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return TestClient.json(response);
  }

  private static void assertStored(JsonNode problem) {
    HttpResponse<String> stored =
        GATEWAY.client().get("/api/v1/answers/" + problem.get("answerId").asText());
    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(TestClient.json(stored).get("state").asText()).isEqualTo("failed");
  }
}
