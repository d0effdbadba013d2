package dev.groundwire.bus.event;

/**
 * The hint that somebody has committed events: the relay looks at once instead of at its next poll.
 */
public record EventWork() {}
