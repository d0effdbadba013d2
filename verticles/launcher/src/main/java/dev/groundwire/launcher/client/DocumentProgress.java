package dev.groundwire.launcher.client;

import dev.groundwire.bus.ingestion.DocumentStatus;
import java.util.UUID;

/**
 * How far a document is.
 *
 * @param total 0 while unknown
 */
public record DocumentProgress(UUID documentId, DocumentStatus status, int done, int total) {}
