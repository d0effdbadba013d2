package dev.groundwire.bus.ingestion;

import dev.groundwire.bus.event.EventEnvelope;

/** The opposite of {@link GiveUpDocument}, for the same event. */
public record ReviveDocument(EventEnvelope event) {}
