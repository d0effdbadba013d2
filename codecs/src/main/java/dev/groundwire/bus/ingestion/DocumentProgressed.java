package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.Tenant;
import java.util.UUID;

/**
 * How far a document is within its stage.
 *
 * @param done pages, or chunks, or 0
 * @param total the same unit; 0 while unknown
 */
public record DocumentProgressed(
    Tenant tenant, UUID documentId, DocumentStatus status, int done, int total) {}
