package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.platform.telemetry.Telemetry;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @AfterEach
  void recover() {
    GATEWAY.rooms.eventsUp = true;
    GATEWAY.rooms.embeddingUp = true;
    GATEWAY.rooms.llm.breaker = "closed";
    GATEWAY.rooms.llm.spareBreaker = "closed";
    GATEWAY.rooms.llm.waiting = 0;
    await("/health", health -> health.get("status").asText().equals("healthy"));
    await("/health/ready", ready -> ready.get("status").asText().equals("ready"));
  }

  /** What the path answers once it is so. */
  private static JsonNode await(String path, Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode found = TestClient.json(GATEWAY.client().get(path));
    while (!wanted.test(found)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(path + " still answers " + found);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      found = TestClient.json(GATEWAY.client().get(path));
    }
    return found;
  }

  private static JsonNode awaitComponent(String name, String state) {
    return await("/health", health -> health.at("/components/" + name).asText().equals(state));
  }

  private static double up(String component) {
    return Telemetry.of(VERTX.vertx())
        .meters()
        .get("groundwire.dependency.up")
        .tag("component", component)
        .gauge()
        .value();
  }

  private static int status(String path) {
    return GATEWAY.client().get(path).statusCode();
  }

  @Test
  void isDegradedAndReadyWhileFactsWait() {
    GATEWAY.rooms.eventsUp = false;
    JsonNode health = awaitComponent("events", "down");
    assertThat(health.get("status").asText()).isEqualTo("degraded");
    assertThat(health.at("/details/events/reason").asText()).contains("NATS_URL");
    assertThat(health.at("/details/events/since").asText()).isNotEmpty();
    assertThat(up("events")).isZero();
    assertThat(status("/health")).isEqualTo(200);
    assertThat(status("/health/ready")).isEqualTo(200);
    assertThat(status("/health/intelligence")).isEqualTo(200);
    GATEWAY.rooms.eventsUp = true;
    health = awaitComponent("events", "up");
    assertThat(health.at("/details/events/reason").asText()).isEmpty();
    assertThat(up("events")).isEqualTo(1);
  }

  @Test
  void keepsSinceWhileTheStateStays() {
    GATEWAY.rooms.eventsUp = false;
    String since = awaitComponent("events", "down").at("/details/events/since").asText();
    GATEWAY.rooms.llm.breaker = "open"; // further looks have been made once this is known
    JsonNode later = awaitComponent("providers", "degraded");
    assertThat(later.at("/details/events/since").asText()).isEqualTo(since);
  }

  @Test
  void providersAreDownOnlyWhenEveryBreakerIsOpen() {
    GATEWAY.rooms.llm.breaker = "open";
    JsonNode health = awaitComponent("providers", "degraded");
    assertThat(health.get("status").asText()).isEqualTo("degraded");
    assertThat(health.at("/details/providers/reason").asText()).contains("main/gpt-test");
    assertThat(up("providers")).isEqualTo(1);
    GATEWAY.rooms.llm.spareBreaker = "open";
    awaitComponent("providers", "down");
    assertThat(up("providers")).isZero();
    assertThat(status("/health/ready")).isEqualTo(200);
    GATEWAY.rooms.llm.spareBreaker = "closed";
    awaitComponent("providers", "degraded");
    GATEWAY.rooms.llm.breaker = "half-open"; // no call has succeeded yet
    JsonNode providers = TestClient.json(GATEWAY.client().get("/api/v1/providers"));
    assertThat(providers.at("/providers/0/breakers/0").asText()).isEqualTo("gpt-test=half-open");
    assertThat(providers.get("failovers").asInt()).isEqualTo(2);
    GATEWAY.rooms.llm.spareBreaker = "half-open";
    awaitComponent("providers", "down");
    GATEWAY.rooms.llm.breaker = "closed";
    awaitComponent("providers", "degraded");
    GATEWAY.rooms.llm.spareBreaker = "closed";
    awaitComponent("providers", "up");
  }

  @Test
  void intelligenceNeedsTheModel() {
    GATEWAY.rooms.embeddingUp = false;
    awaitComponent("embedding", "down");
    HttpResponse<String> intelligence = GATEWAY.client().get("/health/intelligence");
    assertThat(intelligence.statusCode()).isEqualTo(503);
    assertThat(TestClient.json(intelligence).at("/components/embedding").asText())
        .isEqualTo("down");
    assertThat(status("/health/ready")).isEqualTo(200);
  }

  @Test
  void isNotReadyButAliveWhileItHasNoRoom() {
    GATEWAY.rooms.llm.waiting = 100;
    JsonNode ready =
        await("/health/ready", found -> found.get("status").asText().equals("not ready"));
    assertThat(ready.at("/reasons/0").asText()).contains("queue", "100 of 100");
    assertThat(status("/health/ready")).isEqualTo(503);
    assertThat(status("/health/live")).isEqualTo(200);
    assertThat(status("/health")).isEqualTo(200);
  }

  @Test
  void saysHowLongAndWhatItIs() {
    JsonNode api = TestClient.json(GATEWAY.client().get("/health/api"));
    assertThat(api.get("uptimeSeconds").asLong()).isNotNegative();
    assertThat(api.get("version").asText()).isNotEmpty();
  }
}
