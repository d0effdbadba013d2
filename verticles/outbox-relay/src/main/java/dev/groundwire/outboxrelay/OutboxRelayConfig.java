package dev.groundwire.outboxrelay;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
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
    Require.within("outbox_relay.batch_size", batchSize, 1, 10_000);
    Require.positive("outbox_relay.poll_interval", pollInterval);
    Require.positive("outbox_relay.keep_published", keepPublished);
    Require.positive("outbox_relay.keep_handled", keepHandled);
  }
}
