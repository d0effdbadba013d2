package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;

/** A fact on its way to one of its handlers. */
record Delivery(EventEnvelope event, String handler) {}
