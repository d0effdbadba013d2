package dev.groundwire.bus.webhooks;

import java.util.List;

/**
 * @param body as it is sent, the same at each try
 * @param attempts the oldest first; only the last twenty are kept
 */
public record DeliveryFound(DeliveryView delivery, String body, List<DeliveryAttempt> attempts) {
  public DeliveryFound {
    attempts = List.copyOf(attempts);
  }
}
