package dev.groundwire.bus.jobs;

import dev.groundwire.bus.Lease;
import dev.groundwire.bus.Tenant;
import java.util.Optional;
import java.util.UUID;

/**
 * One step of a job: short, and harmless when it is asked for again, since its end may not have
 * been noted. What it writes is committed together with a look at the lease, so that a step which
 * hangs on a node that was given up writes nothing any more.
 *
 * @param arguments those of the kind, as a JSON object
 * @param cursor where the step before ended; empty for the first
 * @param result what came of the steps before, as a JSON object
 */
public record RunStep(
    UUID jobId,
    JobKind kind,
    Tenant tenant,
    Lease lease,
    String arguments,
    Optional<String> cursor,
    String result) {}
