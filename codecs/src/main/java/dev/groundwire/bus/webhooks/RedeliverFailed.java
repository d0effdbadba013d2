package dev.groundwire.bus.webhooks;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends again what failed or was discarded, in order.
 *
 * @param since leaves out what came earlier
 */
public record RedeliverFailed(UUID organizationId, UUID webhookId, Optional<Instant> since) {}
