package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.event.EventEnvelope;

/**
 * @param reason for a person
 */
public record GiveUpDocument(EventEnvelope event, String reason) {}
