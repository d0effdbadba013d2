package dev.groundwire.bus.deadletter;

import java.util.UUID;

/**
 * Has it tried again now. Harmless for one that is handled already; a discarded one fails as {@code
 * CONFLICT}.
 */
public record ReplayDeadLetter(UUID organizationId, UUID id) {}
