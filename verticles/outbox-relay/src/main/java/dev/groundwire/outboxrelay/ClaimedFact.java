package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import java.time.LocalDate;

/** A fact with its place in the outbox. */
record ClaimedFact(EventEnvelope event, LocalDate appendedOn, short shard) {}
