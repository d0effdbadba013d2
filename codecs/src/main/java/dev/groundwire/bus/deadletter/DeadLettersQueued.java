package dev.groundwire.bus.deadletter;

/**
 * @param queued how many will be tried again
 * @param more true when there were more than one request takes: ask again for them
 */
public record DeadLettersQueued(int queued, boolean more) {}
