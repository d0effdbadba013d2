package dev.groundwire.inbox;

import dev.groundwire.bus.event.EventEnvelope;

/**
 * A fact that this inbox has leased for one of its handlers.
 *
 * @param deliveries how often it was taken up, this time included
 * @param attempts how often the handler has failed
 */
record Delivery(EventEnvelope event, String handler, int deliveries, int attempts) {}
