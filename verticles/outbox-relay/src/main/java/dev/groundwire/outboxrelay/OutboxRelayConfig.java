package dev.groundwire.outboxrelay;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How the relay works.
 *
 * @param batchSize facts in flight together, of one worker
 * @param workers that claim and publish side by side, each for its part of the shards
 * @param pollInterval longest time until a fact is seen whose hint was lost
 * @param lease how long shards stay with a relay that has gone silent
 * @param publishTimeout until a fact counts as not taken by the transport
 * @param breakerFailures batches that fail in a row until the broker counts as away
 * @param breakerPause between two tries of a broker that is away
 * @param keepPublished how long a published fact stays readable
 * @param keepHandled how long a handler remembers a fact; longer than any redelivery
 * @param partitionsAhead days for which the outbox has partitions in advance
 */
public record OutboxRelayConfig(
    @Env("BATCH_SIZE") int batchSize,
    @Env("RELAY_WORKERS") int workers,
    Duration pollInterval,
    Duration lease,
    Duration publishTimeout,
    int breakerFailures,
    Duration breakerPause,
    Duration keepPublished,
    Duration keepHandled,
    int partitionsAhead) {
  public OutboxRelayConfig {
    Require.within("outbox_relay.batch_size", batchSize, 1, 1_000);
    Require.within("outbox_relay.workers", workers, 1, 4);
    Require.within("outbox_relay.breaker_failures", breakerFailures, 1, 100);
    Require.within("outbox_relay.partitions_ahead", partitionsAhead, 1, 30);
    Require.positive("outbox_relay.poll_interval", pollInterval);
    Require.positive("outbox_relay.publish_timeout", publishTimeout);
    Require.positive("outbox_relay.breaker_pause", breakerPause);
    Require.positive("outbox_relay.keep_published", keepPublished);
    Require.positive("outbox_relay.keep_handled", keepHandled);
    if (lease.toMillis() < 100) {
      throw new IllegalArgumentException("outbox_relay.lease is below 100ms: " + lease);
    }
  }
}
