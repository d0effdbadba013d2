package dev.groundwire.bus.deadletter;

import java.time.Instant;

/** One try of a handler that failed. */
public record FailedAttempt(Instant at, String error) {}
