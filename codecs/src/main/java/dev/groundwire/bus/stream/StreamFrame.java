package dev.groundwire.bus.stream;

/**
 * One item on its way to the reader of a stream.
 *
 * @param stream the reader's number for it
 * @param seq 1, 2, 3 ...: the bus may drop a message, and a gap tells
 * @param item a record of the stream's address, {@link StreamEnd}, or a {@code BusFailure}
 */
public record StreamFrame(long stream, long seq, Object item) {}
