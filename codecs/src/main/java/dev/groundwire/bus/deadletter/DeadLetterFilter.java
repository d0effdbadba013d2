package dev.groundwire.bus.deadletter;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which dead letters are meant; what is empty leaves nothing out.
 *
 * @param key of the fact, such as a document's id
 * @param after buried then or later
 * @param before buried earlier
 */
public record DeadLetterFilter(
    Optional<UUID> workspaceId,
    Optional<DeadLetterState> state,
    Optional<String> type,
    Optional<String> handler,
    Optional<String> key,
    Optional<Instant> after,
    Optional<Instant> before) {}
