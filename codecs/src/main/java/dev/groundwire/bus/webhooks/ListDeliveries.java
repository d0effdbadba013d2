package dev.groundwire.bus.webhooks;

import dev.groundwire.bus.Page;
import java.util.Optional;
import java.util.UUID;

/** Newest first. */
public record ListDeliveries(
    UUID organizationId, UUID webhookId, Optional<DeliveryState> state, Page page) {}
