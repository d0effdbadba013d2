package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.webhooks.ChangeWebhook;
import dev.groundwire.bus.webhooks.DeliveryState;
import dev.groundwire.bus.webhooks.WebhookState;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the calls about webhooks take and answer. */
class WebhooksTest {
  private static final String WEBHOOKS = "/api/v1/webhooks";

  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  @Order(GatewayFixture.LAST)
  @RegisterExtension
  static final GatewayFixture GATEWAY = GatewayFixture.withKeys(POSTGRES, VERTX);

  private final TestClient client = GATEWAY.client(GatewayFixture.KEY);

  @Test
  void showsTheSecretOnceWhenAWebhookIsMade() {
    HttpResponse<String> made =
        client.post(
            WEBHOOKS,
            "{\"url\":\"https://example.com/hooks\",\"eventTypes\":[\"document.indexed.v1\"]}");
    assertThat(made.statusCode()).isEqualTo(201);
    JsonNode webhook = TestClient.json(made);
    assertThat(webhook.get("secret").asText()).isEqualTo("whsec_abc");
    assertThat(webhook.get("state").asText()).isEqualTo("active");
    String location = made.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo(WEBHOOKS + "/" + webhook.get("id").asText());
    assertThat(client.get(location).body()).doesNotContain("secret");
    assertThat(GATEWAY.rooms.webhooks.created.getLast().eventTypes())
        .containsExactly("document.indexed.v1");
  }

  @Test
  void changesOnlyWhatTheBodyNames() {
    assertThat(patch("{\"state\":\"paused\"}").statusCode()).isEqualTo(200);
    ChangeWebhook paused = GATEWAY.rooms.webhooks.changed.getLast();
    assertThat(paused.state()).contains(WebhookState.PAUSED);
    assertThat(paused.url()).isEmpty();
    assertThat(paused.eventTypes()).isEmpty();
    patch("{\"eventTypes\":[]}");
    assertThat(GATEWAY.rooms.webhooks.changed.getLast().eventTypes())
        .isEqualTo(Optional.of(List.of()));
    assertThat(patch("{\"state\":\"disabled\"}").statusCode()).isEqualTo(400);
    assertThat(patch("{\"secret\":\"mine\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void showsADeliveryWithItsBody() {
    String deliveries = WEBHOOKS + "/" + webhook() + "/deliveries";
    JsonNode delivery = TestClient.json(client.get(deliveries + "/" + TestWebhooks.DELIVERY));
    assertThat(delivery.at("/body/type").asText()).isEqualTo("document.indexed.v1");
    assertThat(delivery.get("state").asText()).isEqualTo("waiting");
    assertThat(client.get(deliveries + "?state=failed").statusCode()).isEqualTo(200);
    assertThat(GATEWAY.rooms.webhooks.listed.getLast().state()).contains(DeliveryState.FAILED);
    assertThat(client.get(deliveries + "?state=lost").statusCode()).isEqualTo(400);
  }

  @Test
  void queuesWhatIsToBeSent() {
    String one = WEBHOOKS + "/" + webhook();
    HttpResponse<String> test = client.post(one + "/test", "");
    assertThat(test.statusCode()).isEqualTo(202);
    assertThat(client.get(test.headers().firstValue("Location").orElseThrow()).statusCode())
        .isEqualTo(200);
    assertThat(
            client
                .post(one + "/deliveries/" + TestWebhooks.DELIVERY + "/redeliver", "")
                .statusCode())
        .isEqualTo(202);
    JsonNode queued =
        TestClient.json(client.post(one + "/redeliver", "{\"since\":\"2026-01-02T03:04:05Z\"}"));
    assertThat(queued.get("queued").asInt()).isEqualTo(3);
    assertThat(GATEWAY.rooms.webhooks.redelivered.getLast().since()).contains(TestRooms.THEN);
    assertThat(
            client.post(one + "/redeliver", "{\"since\":\"+999999-01-01T00:00:00Z\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void rotatesAndDeletes() {
    String one = WEBHOOKS + "/" + webhook();
    assertThat(TestClient.json(client.post(one + "/rotate-secret", "")).get("secret").asText())
        .isEqualTo("whsec_new");
    HttpResponse<String> deleted = client.send(client.request(one).DELETE());
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(client.get(one).statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> patch(String body) {
    return client.send(
        client
            .request(WEBHOOKS + "/" + webhook())
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  private String webhook() {
    return TestClient.json(
            client.post(WEBHOOKS, "{\"url\":\"https://example.com/\",\"eventTypes\":[\"*\"]}"))
        .get("id")
        .asText();
  }
}
