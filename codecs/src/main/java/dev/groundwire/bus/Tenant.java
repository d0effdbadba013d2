package dev.groundwire.bus;

import java.util.UUID;

/** Whose data a request is about. Every message that touches data carries one. */
public record Tenant(UUID organizationId, UUID workspaceId) {}
