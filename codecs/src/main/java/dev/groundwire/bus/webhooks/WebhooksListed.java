package dev.groundwire.bus.webhooks;

import java.util.List;
import java.util.Optional;

/**
 * @param nextCursor where the list goes on; empty at its end
 */
public record WebhooksListed(List<WebhookView> items, Optional<String> nextCursor) {
  public WebhooksListed {
    items = List.copyOf(items);
  }
}
