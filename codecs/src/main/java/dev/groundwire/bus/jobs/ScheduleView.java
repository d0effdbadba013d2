package dev.groundwire.bus.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * What is submitted again and again.
 *
 * @param workspace by its name; {@code all} for each one
 * @param nextAt empty until a node has looked at it for the first time
 * @param outcome what came of the last time, for a person
 */
public record ScheduleView(
    String name,
    JobKind kind,
    String workspace,
    long everySeconds,
    Optional<String> at,
    Optional<Instant> lastAt,
    Optional<Instant> nextAt,
    Optional<String> outcome) {}
