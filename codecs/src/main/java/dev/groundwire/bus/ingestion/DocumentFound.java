package dev.groundwire.bus.ingestion;

import java.util.UUID;

/**
 * @param contentId where the bytes are stored
 */
public record DocumentFound(DocumentView document, UUID contentId) {}
