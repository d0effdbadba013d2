package dev.groundwire.bus.deadletter;

import java.util.UUID;

/** Fails as {@code NOT_FOUND} also for another organization's. */
public record FindDeadLetter(UUID organizationId, UUID id) {}
