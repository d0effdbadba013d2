package dev.groundwire.bus.jobs;

import dev.groundwire.bus.Tenant;

/**
 * Queues a job. Fails as {@code RATE_LIMITED} when as many wait in the workspace as may.
 *
 * @param arguments those of the kind, as a JSON object
 */
public record SubmitJob(Tenant tenant, JobKind kind, String arguments) {}
