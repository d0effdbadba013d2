package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.deadletter.DeadLetterFilter;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @RegisterExtension
  @Order(GatewayFixture.LAST)
  static final GatewayFixture GATEWAY = GatewayFixture.of(POSTGRES, VERTX);

  private static final String BASE = "/api/v1/dead-letters";
  private static final UUID DOCUMENT = UUID.randomUUID();
  private static Tenant tenant;

  @BeforeAll
  static void learnTheTenant() {
    GATEWAY.client().post("/api/v1/workspaces/default/documents", "{\"text\":\"a\"}");
    tenant = GATEWAY.rooms.registered.getLast().tenant();
  }

  private static UUID park() {
    return GATEWAY.rooms.deadLetters.park(tenant, DOCUMENT);
  }

  @Test
  void listsWithFilters() {
    UUID id = park();
    String query =
        "?workspace=default&state=parked&type=document.received.v1"
            + "&handler=ingestion.chunk-document&after=2026-01-01T00:00:00Z&documentId=";
    HttpResponse<String> listed = GATEWAY.client().get(BASE + query + DOCUMENT);
    assertThat(listed.statusCode()).isEqualTo(200);
    assertThat(TestClient.json(listed).get("items").findValuesAsText("id")).contains(id.toString());
    DeadLetterFilter meant = GATEWAY.rooms.deadLetters.meant.getLast();
    assertThat(meant.workspaceId()).contains(tenant.workspaceId());
    assertThat(meant.state()).contains(DeadLetterState.PARKED);
    assertThat(meant.key()).contains(DOCUMENT.toString());
    assertThat(meant.after()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(meant.before()).isEmpty();
  }

  @Test
  void showsOneWithAllThatIsKnown() {
    JsonNode found = TestClient.json(GATEWAY.client().get(BASE + "/" + park()));
    assertThat(found.get("state").asText()).isEqualTo("parked");
    assertThat(found.get("reason").asText()).contains("encrypted");
    assertThat(found.get("documentId").asText()).isEqualTo(DOCUMENT.toString());
    assertThat(found.get("requestId").asText()).isEqualTo("request-7");
    assertThat(found.get("traceId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(found.at("/payload/version").asInt()).isEqualTo(1);
    assertThat(found.at("/history/0/error").asText()).contains("encrypted");
  }

  @Test
  void replaysOneAndMany() {
    HttpResponse<String> one = GATEWAY.client().post(BASE + "/" + park() + "/replay", "");
    assertThat(one.statusCode()).isEqualTo(202);
    assertThat(TestClient.json(one).get("state").asText()).isEqualTo("replaying");
    HttpResponse<String> many = GATEWAY.client().post(BASE + "/replay", "{\"state\":\"parked\"}");
    assertThat(many.statusCode()).isEqualTo(202);
    assertThat(TestClient.json(many).get("queued").asInt()).isPositive();
    assertThat(GATEWAY.rooms.deadLetters.meant.getLast().state()).contains(DeadLetterState.PARKED);
  }

  @Test
  void discardsOnlyWithAReason() {
    String path = BASE + "/" + park() + "/discard";
    assertThat(GATEWAY.client().post(path, "{}").statusCode()).isEqualTo(400);
    assertThat(GATEWAY.client().post(path, "{\"reason\":\"  \"}").statusCode()).isEqualTo(400);
    HttpResponse<String> discarded = GATEWAY.client().post(path, "{\"reason\":\"By mistake.\"}");
    assertThat(discarded.statusCode()).isEqualTo(200);
    assertThat(TestClient.json(discarded).get("discardReason").asText()).isEqualTo("By mistake.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=lost",
        "documentId=7",
        "after=yesterday",
        "before=-999999999-01-01T00:00:00Z",
        "type=",
        "handler=a%00b",
        "limit=0"
      })
  void refusesNonsense(String query) {
    assertThat(GATEWAY.client().get(BASE + "?" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void doesNotKnowAnothersWorkspace() {
    UUID other = POSTGRES.newTenant().workspaceId();
    assertThat(GATEWAY.client().get(BASE + "?workspace=" + other).statusCode()).isEqualTo(404);
    assertThat(
            GATEWAY
                .client()
                .post(BASE + "/replay", "{\"workspace\":\"" + other + "\"}")
                .statusCode())
        .isEqualTo(404);
  }
}
