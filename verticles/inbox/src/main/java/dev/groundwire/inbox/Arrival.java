package dev.groundwire.inbox;

import dev.groundwire.bus.event.EventEnvelope;

/**
 * A fact that a transport hands over.
 *
 * @param brokerDeliveries how often a broker has handed it over, this time included; 0 without one
 */
record Arrival(EventEnvelope event, int brokerDeliveries) {}
