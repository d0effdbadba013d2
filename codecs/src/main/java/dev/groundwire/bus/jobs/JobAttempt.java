package dev.groundwire.bus.jobs;

import java.time.Instant;
import java.util.UUID;

/**
 * A try that failed.
 *
 * @param node which had it
 */
public record JobAttempt(Instant at, UUID node, String error) {}
