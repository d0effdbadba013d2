package dev.groundwire.bus.webhooks;

import java.util.UUID;

/** Makes a new secret; deliveries are signed with the one before too, for some time. */
public record RotateSecret(UUID organizationId, UUID id) {}
