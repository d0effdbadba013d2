package dev.groundwire.bus.event;

import java.time.Instant;
import java.util.UUID;

/** What can happen to a webhook. The key is the webhook's id. */
public final class WebhookEvents {
  /** It is sent to no more until a person makes it active again. */
  public static final EventType<Disabled> DISABLED =
      new EventType<>("webhook.disabled.v1", Disabled.class);

  private WebhookEvents() {}

  /**
   * @param reason for a person
   * @param failingSince when the first of an unbroken row of failures was
   */
  public record Disabled(UUID webhookId, String url, String reason, Instant failingSince) {}
}
