package dev.groundwire.bus.jobs;

import java.util.UUID;

/** Fails as {@code NOT_FOUND} also for another organization's. */
public record FindJob(UUID organizationId, UUID id) {}
