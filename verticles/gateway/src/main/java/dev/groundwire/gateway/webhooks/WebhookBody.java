package dev.groundwire.gateway.webhooks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.webhooks.DeliveryAttempt;
import dev.groundwire.bus.webhooks.DeliveryFound;
import dev.groundwire.bus.webhooks.DeliveryView;
import dev.groundwire.bus.webhooks.WebhookView;
import dev.groundwire.bus.webhooks.WebhookWithSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Webhooks and deliveries as clients see them, where that differs from what the room answers. */
final class WebhookBody {
  private WebhookBody() {}

  /**
   * @param secret shown this once
   * @param previousSecretUntil how long the secret before signs as well
   */
  record WithSecret(
      @JsonUnwrapped WebhookView webhook, String secret, Optional<Instant> previousSecretUntil) {
    static WithSecret of(WebhookWithSecret made) {
      return new WithSecret(made.webhook(), made.secret(), made.previousUntil());
    }
  }

  /**
   * @param tries every try with its outcome, the oldest first
   */
  record WholeDelivery(
      @JsonUnwrapped DeliveryView delivery, JsonNode body, List<DeliveryAttempt> tries) {
    static WholeDelivery of(DeliveryFound found) {
      return new WholeDelivery(
          found.delivery(), RecordJson.read(found.body(), JsonNode.class), found.attempts());
    }
  }
}
