package dev.groundwire.bus.webhooks;

import java.util.UUID;

/** With its history; what waits is not sent. */
public record DeleteWebhook(UUID organizationId, UUID id) {}
