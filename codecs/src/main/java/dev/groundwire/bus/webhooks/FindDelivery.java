package dev.groundwire.bus.webhooks;

import java.util.UUID;

/** Fails as {@code NOT_FOUND} also for another organization's. */
public record FindDelivery(UUID organizationId, UUID webhookId, UUID id) {}
