package dev.groundwire.bus.ingestion;

import java.util.Optional;
import java.util.UUID;

/**
 * @param duplicateOf the document that already holds these bytes; {@code document} is then that
 *     one, and the bytes just stored are not needed
 */
public record DocumentRegistered(DocumentView document, Optional<UUID> duplicateOf) {}
