package dev.groundwire.launcher.client;

import dev.groundwire.bus.ingestion.DocumentStatus;
import java.util.Optional;
import java.util.UUID;

/**
 * A document as the server tells of it.
 *
 * @param duplicateOf set in the reply to an upload whose bytes were already there
 * @param error why it failed
 */
public record RemoteDocument(
    UUID id,
    String name,
    DocumentStatus status,
    int chunks,
    Optional<UUID> duplicateOf,
    Optional<String> error) {}
