package dev.groundwire.bus.webhooks;

import java.time.Instant;
import java.util.Optional;

/**
 * The only message that tells a secret.
 *
 * @param secret {@code whsec_} and base64, as libraries of Standard Webhooks take it
 * @param previousUntil until then deliveries are signed with the secret before as well
 */
public record WebhookWithSecret(
    WebhookView webhook, String secret, Optional<Instant> previousUntil) {
  /** Keeps the secret out of logs. */
  @Override
  public String toString() {
    return "WebhookWithSecret[" + webhook.id() + "]";
  }
}
