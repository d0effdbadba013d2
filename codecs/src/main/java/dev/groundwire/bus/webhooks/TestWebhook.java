package dev.groundwire.bus.webhooks;

import java.util.UUID;

/** Sends {@code webhook.test.v1}, whatever kinds of facts the webhook wants. */
public record TestWebhook(UUID organizationId, UUID id) {}
