package dev.groundwire.bus.stream;

/**
 * The reader wants no more.
 *
 * @param stream the sender's number for it
 */
public record StreamCancel(long stream) {}
