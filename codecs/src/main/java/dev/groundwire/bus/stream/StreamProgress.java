package dev.groundwire.bus.stream;

/**
 * How far a stream is.
 *
 * @param stream the sender's number for it
 * @param items told by the reader: how many it allows in all; by the sender: the sequence number of
 *     the last one sent
 */
public record StreamProgress(long stream, long items) {}
