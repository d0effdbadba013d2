package dev.groundwire.bus.jobs;

import java.util.UUID;

/**
 * Ends a job: one that waits at once, one that runs when its step is done. Harmless for one that is
 * cancelled already; fails as {@code CONFLICT} for one that has ended otherwise.
 */
public record CancelJob(UUID organizationId, UUID id) {}
