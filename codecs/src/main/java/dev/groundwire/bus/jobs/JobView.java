package dev.groundwire.bus.jobs;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as its owner sees it.
 *
 * @param arguments those of its kind, as a JSON object
 * @param done of {@code total}; both 0 until the first step has ended
 * @param result what came of it so far, as a JSON object
 * @param attempts failed tries in a row
 * @param nextAt when it is tried again
 * @param error why the last try failed, for a person
 * @param node which runs it
 * @param schedule what has submitted it; empty for a person
 */
public record JobView(
    UUID id,
    UUID workspaceId,
    JobKind kind,
    JobState state,
    String arguments,
    long done,
    long total,
    String result,
    int attempts,
    Optional<Instant> nextAt,
    Optional<String> error,
    boolean cancelRequested,
    Optional<UUID> node,
    Optional<String> schedule,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {}
