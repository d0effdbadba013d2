package dev.groundwire.bus.stream;

/**
 * A stream was accepted.
 *
 * @param control where its reader sends credits and its cancellation
 * @param stream the sender's number for it
 */
public record StreamOpened(String control, long stream) {}
