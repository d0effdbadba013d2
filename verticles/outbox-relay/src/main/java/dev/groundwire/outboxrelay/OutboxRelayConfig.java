package dev.groundwire.outboxrelay;

import dev.groundwire.platform.config.Env;
import java.time.Duration;

/**
 * How the relay works.
 *
 * @param batchSize facts handed on in one transaction
 * @param pollInterval longest time until a fact is seen whose hint was lost
 * @param keepPublished how long a published fact stays readable
 * @param keepHandled how long a handler remembers a fact; longer than any redelivery
 */
public record OutboxRelayConfig(
    @Env("BATCH_SIZE") int batchSize,
    Duration pollInterval,
    Duration keepPublished,
    Duration keepHandled) {
  public OutboxRelayConfig {
    if (batchSize < 1 || batchSize > 10_000) {
      throw new IllegalArgumentException(
          "outbox_relay.batch_size is not within 1..10000: " + batchSize);
    }
    requirePositive("poll_interval", pollInterval);
    requirePositive("keep_published", keepPublished);
    requirePositive("keep_handled", keepHandled);
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("outbox_relay." + key + " is not above 0: " + value);
    }
  }
}
