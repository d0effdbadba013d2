package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.ingestion.GenerationState;
import dev.groundwire.bus.ingestion.GenerationView;
import dev.groundwire.bus.ingestion.GenerationsListed;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenerationsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.withKeys(POSTGRES, VERTX);

  private static final String BASE = "/api/v1/embedding/generations";
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  @BeforeAll
  static void answer() {
    Bus bus = new Bus(VERTX.vertx());
    bus.answer(
            IngestionBus.LIST_GENERATIONS,
            1,
            asked -> new GenerationsListed(List.of(view(7, GenerationState.COMPLETE))))
        .await();
    bus.answer(
            IngestionBus.SWITCH_GENERATION, 1, asked -> view(asked.id(), GenerationState.CURRENT))
        .await();
    bus.answer(
            IngestionBus.RETIRE_GENERATION,
            1,
            asked -> {
              throw new BusFailure(FailureCode.CONFLICT, "Searches use this generation.");
            })
        .await();
  }

  private static GenerationView view(int id, GenerationState state) {
    return new GenerationView(
        id,
        "test@1",
        8,
        state,
        true,
        100,
        0,
        Optional.of(new GenerationView.Compared(50, 0.8, THEN)),
        THEN,
        THEN);
  }

  @Test
  void showsSwitchesAndRetiresGenerations() {
    TestClient operator = GATEWAY.client(GatewayFixture.KEY);
    JsonNode first = TestClient.json(operator.get(BASE)).at("/items/0");
    assertThat(first.get("state").asText()).isEqualTo("complete");
    assertThat(first.at("/compared/overlapAt10").asDouble()).isEqualTo(0.8);
    HttpResponse<String> switched = operator.post(BASE + "/7/switch", "");
    assertThat(switched.statusCode()).isEqualTo(200);
    assertThat(TestClient.json(switched).get("state").asText()).isEqualTo("current");
    assertThat(operator.delete(BASE + "/7").statusCode()).isEqualTo(409);
    assertThat(operator.post(BASE + "/seven/switch", "").statusCode()).isEqualTo(404);
  }

  @Test
  void isForWhoeverHasTheServiceKeyOnly() {
    TestClient rival = GATEWAY.client(GatewayFixture.RIVAL_KEY);
    assertThat(rival.get(BASE).statusCode()).isEqualTo(403);
    assertThat(rival.post(BASE + "/7/switch", "").statusCode()).isEqualTo(403);
    assertThat(rival.delete(BASE + "/7").statusCode()).isEqualTo(403);
    String job = "{\"kind\":\"reembed\",\"workspace\":\"default\"}";
    assertThat(rival.post("/api/v1/jobs", job).statusCode()).isEqualTo(403);
    assertThat(GATEWAY.client(GatewayFixture.KEY).post("/api/v1/jobs", job).statusCode())
        .isEqualTo(202);
  }
}
