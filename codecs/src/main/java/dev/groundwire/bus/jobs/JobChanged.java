package dev.groundwire.bus.jobs;

import java.util.UUID;

/**
 * Says that a job is to be looked at again.
 *
 * @param mayStart whether it, or one that waited for it, may be begun now, or has been cancelled;
 *     false when it has only come further
 */
public record JobChanged(UUID organizationId, UUID id, boolean mayStart) {}
