package dev.groundwire.bus.deadletter;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A dead letter as lists show it.
 *
 * @param eventId of the fact that could not be handled
 * @param type of that fact
 * @param key of that fact: a document's id for those of documents
 * @param handler who could not handle it
 * @param reason for a person, from the last failure
 * @param attempts failed tries so far
 * @param nextAt when it is tried again by itself
 * @param discardReason why it was discarded
 * @param correlationId the request that started it all
 */
public record DeadLetterView(
    UUID id,
    UUID workspaceId,
    UUID eventId,
    String type,
    String key,
    String handler,
    DeadLetterState state,
    String reason,
    int attempts,
    Optional<Instant> nextAt,
    Optional<String> discardReason,
    String correlationId,
    Instant buriedAt,
    Instant changedAt) {}
