package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OperationsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  private static final String PATH = "/api/v1/operations";

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.withKeys(POSTGRES, VERTX);

  private static JsonNode snapshot() {
    HttpResponse<String> response = GATEWAY.client(GatewayFixture.KEY).get(PATH);
    assertThat(response.statusCode()).isEqualTo(200);
    return TestClient.json(response);
  }

  @Test
  void isForWhoeverHasTheServiceKeyOnly() {
    HttpResponse<String> rival = GATEWAY.client(GatewayFixture.RIVAL_KEY).get(PATH);
    assertThat(rival.statusCode()).isEqualTo(403);
    assertThat(TestClient.json(rival).get("type").asText()).endsWith("forbidden");
    assertThat(TestClient.json(rival).get("detail").asText()).contains("SERVICE_API_KEY");
    assertThat(GATEWAY.client().get(PATH).statusCode()).isEqualTo(401);
    assertThat(snapshot().at("/health/components/database").asText()).isEqualTo("up");
    assertThat(GATEWAY.management().get(PATH).statusCode()).isEqualTo(404);
  }

  @Test
  void saysNothingOfWhatNoRoomTells() {
    JsonNode now = snapshot();
    assertThat(now.at("/rates/searches").isNull()).isTrue();
    assertThat(now.at("/latencies/search/p95").isNull()).isTrue();
    assertThat(now.at("/now/indexDrift").isNull()).isTrue();
    assertThat(now.at("/readiness/status").asText()).isEqualTo("ready");
  }

  @Test
  void readsTheMetricsOfTheRooms() {
    MeterRegistry meters = Telemetry.of(VERTX.vertx()).meters();
    Timer.builder("ask.request.latency")
        .tag("outcome", "done")
        .serviceLevelObjectives(Duration.ofMillis(100), Duration.ofSeconds(1))
        .register(meters)
        .record(Duration.ofMillis(60));
    meters.counter("ask.requests", "outcome", "done", "status_code", "200").increment();
    Gauge.builder("provider.waiting", () -> 3).tag("provider", "main").register(meters);
    Gauge.builder("provider.waiting.oldest", () -> 7).tag("provider", "main").register(meters);
    Gauge.builder("provider.breaker.state", () -> 0.5)
        .tags("provider", "main", "model", "gpt-test")
        .register(meters);
    Gauge.builder("documents", () -> 12).tag("status", "ready").register(meters);
    JsonNode now = snapshot();
    assertThat(now.at("/rates/questions").asDouble()).isPositive();
    assertThat(now.at("/latencies/ask/count").asLong()).isEqualTo(1);
    assertThat(now.at("/latencies/ask/p95").asDouble()).isBetween(0.0, 0.1);
    assertThat(now.at("/now/queues/0/of").asText()).isEqualTo("main");
    assertThat(now.at("/now/queues/0/oldestSeconds").asDouble()).isEqualTo(7);
    assertThat(now.at("/now/breakers/0/state").asText()).isEqualTo("half-open");
    assertThat(now.at("/now/documents/ready").asInt()).isEqualTo(12);
    assertThat(now.at("/history/questions").isArray()).isTrue();
  }
}
