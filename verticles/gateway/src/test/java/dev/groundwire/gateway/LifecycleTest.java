package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.BusCodecs;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifecycleTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String PROGRESS = "/api/v1/workspaces/default/documents/events";

  @Test
  void saysWhatToDoWhenThePortIsTaken() throws TimeoutException {
    try (GatewayFixture gateway = GatewayFixture.of(POSTGRES, VERTX).open()) {
      GatewayConfig config = GatewayFixture.config(false);
      GatewayConfig taken =
          new GatewayConfig(
              new GatewayConfig.Http("127.0.0.1", gateway.port(), 16_384, Duration.ofSeconds(60)),
              config.management(),
              config.auth(),
              config.limits(),
              config.streams(),
              config.shared(),
              config.idempotency(),
              config.rateLimits(),
              config.health(),
              config.stopNotice(),
              config.drainTimeout());
      // Another Vert.x, as one instance shares a port among its own servers.
      var other = Vertx.vertx();
      BusCodecs.register(other.eventBus());
      assertThatThrownBy(() ->
              other
                  .deployVerticle(
                      new GatewayVerticle(
                          taken,
                          POSTGRES.pool(),
                          Optional.empty(),
                          Identifiers.timeOrdered(),
                          Clock.systemUTC(),
                          Place.ALONE))
                  .await())
          .hasMessageContaining("HTTP_PORT=" + gateway.port())
          .hasMessageContaining("0 takes any");
      other.close().await();
    }
  }

  @Test
  void tellsHowWellItIsOnBothPorts() throws TimeoutException {
    try (GatewayFixture gateway = GatewayFixture.of(POSTGRES, VERTX).open()) {
      for (TestClient client : List.of(gateway.client(), gateway.management())) {
        JsonNode health = TestClient.json(client.get("/health"));
        assertThat(health.get("status").asText()).isEqualTo("healthy");
        assertThat(health.at("/components/database").asText()).isEqualTo("up");
        assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(client.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(client.get("/health/intelligence").statusCode()).isEqualTo(200);
        assertThat(TestClient.json(client.get("/health/api")).has("uptimeSeconds")).isTrue();
      }
      assertThat(gateway.management().get("/api/v1/models").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void servesThePageUnderAStrictPolicy() throws TimeoutException {
    try (GatewayFixture gateway = GatewayFixture.of(POSTGRES, VERTX).open()) {
      HttpResponse<String> page = gateway.client().get("/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'");
      assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
      String tag = page.headers().firstValue("ETag").orElseThrow();
      assertThat(
              gateway
                  .client()
                  .send(gateway.client().request("/").header("If-None-Match", tag).GET())
                  .statusCode())
          .isEqualTo(304);
    }
  }

  @Test
  void lastStreamsEndBeforeItStops() throws TimeoutException {
    try (GatewayFixture gateway = GatewayFixture.of(POSTGRES, VERTX).open()) {
      gateway.rooms.chat.script = List.of(new LogEntry(1, "status", "{}"));
      UUID answer = asked(gateway);
      try (SseClient stream = opened(gateway, "/api/v1/answers/" + answer + "/events");
          SseClient endless = opened(gateway, PROGRESS)) {
        assertThat(stream.next()).isPresent();
        endless.awaitComments(1);
        var stopped = gateway.stopping();
        assertThat(endless.next()).isEmpty();
        gateway.rooms.chat.append(answer, new LogEntry(2, "done", "{}"));
        assertThat(stream.next().orElseThrow().type()).isEqualTo("done");
        assertThat(stream.next()).isEmpty();
        stopped.await();
      }
    }
  }

  @Test
  void leavesStreamsWithoutAWriterToOtherNodesWhileItStops() throws TimeoutException {
    try (GatewayFixture gateway = GatewayFixture.of(POSTGRES, VERTX).open()) {
      gateway.rooms.chat.script = List.of(new LogEntry(1, "status", "{\"state\":\"generating\"}"));
      UUID answer = asked(gateway);
      try (SseClient stream = opened(gateway, "/api/v1/answers/" + answer + "/events");
          SseClient endless = opened(gateway, PROGRESS)) {
        assertThat(stream.next()).isPresent();
        endless.awaitComments(1);
        var stopped = gateway.stopping();
        assertThat(endless.next()).isEmpty();
        gateway.rooms.chat.lose(answer, new BusFailure(FailureCode.UNAVAILABLE, "gone"));
        SseClient.Event told = stream.next().orElseThrow();
        assertThat(told.type()).isEqualTo("status");
        assertThat(told.id()).as("none of the log").isEmpty();
        assertThat(told.data()).isEqualTo("{\"state\":\"generating\",\"interrupted\":true}");
        assertThat(stream.next()).as("ended, not broken").isEmpty();
        stopped.await();
      }
    }
  }

  private static UUID asked(GatewayFixture gateway) {
    TestClient client = gateway.client();
    HttpResponse<String> accepted =
        client.send(
            client
                .request("/api/v1/workspaces/default/ask")
                .header("Prefer", "respond-async")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"question\":\"q\"}")));
    return UUID.fromString(TestClient.json(accepted).get("answerId").asText());
  }

  private static SseClient opened(GatewayFixture gateway, String path) {
    return new SseClient(gateway.client().stream(gateway.client().request(path)));
  }
}
