package dev.groundwire.bus.outboxrelay;

import dev.groundwire.bus.RequestAddress;

/** Everything the outbox relay verticle answers. */
public final class OutboxRelayBus {
  public static final RequestAddress<DescribeBackbone, BackboneDescribed> DESCRIBE_BACKBONE =
      new RequestAddress<>(
              "outbox-relay.describe-backbone", DescribeBackbone.class, BackboneDescribed.class)
          .harmless();

  private OutboxRelayBus() {}
}
