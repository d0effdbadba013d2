package dev.groundwire.bus.webhooks;

/**
 * @param more true when there are further ones, to be asked for again
 */
public record DeliveriesQueued(int queued, boolean more) {}
