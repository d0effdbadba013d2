package dev.groundwire.bus.ingestion;

/**
 * @param revived false when the document is gone, or has not failed with this event
 */
public record DocumentRevived(boolean revived) {}
