package dev.groundwire.bus.webhooks;

import java.util.List;
import java.util.UUID;

/**
 * Fails as {@code INVALID_REQUEST} when the address may not be sent to.
 *
 * @param eventTypes names of kinds of facts, or {@code *} alone for all
 */
public record CreateWebhook(
    UUID organizationId, String url, String description, List<String> eventTypes) {
  public CreateWebhook {
    eventTypes = List.copyOf(eventTypes);
  }
}
