package dev.groundwire.bus.stream;

/**
 * Lets a sender send more.
 *
 * @param stream the sender's number for it
 * @param items in all since the beginning, so that a message lost is made good by the next
 */
public record StreamCredit(long stream, long items) {}
