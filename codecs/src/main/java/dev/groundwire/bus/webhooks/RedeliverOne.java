package dev.groundwire.bus.webhooks;

import java.util.UUID;

/** Sends one again, whatever became of it. */
public record RedeliverOne(UUID organizationId, UUID webhookId, UUID id) {}
