package dev.groundwire.bus.webhooks;

import java.util.List;
import java.util.Optional;

/**
 * @param nextCursor where the list goes on; empty at its end
 */
public record DeliveriesListed(List<DeliveryView> items, Optional<String> nextCursor) {
  public DeliveriesListed {
    items = List.copyOf(items);
  }
}
