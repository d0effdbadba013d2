package dev.groundwire.bus;

/**
 * A place on the bus that answers {@code Q} with {@code R}, or fails with a {@link BusFailure}.
 *
 * @param name {@code room.verb-noun}
 */
public record RequestAddress<Q extends Record, R extends Record>(
    String name, Class<Q> request, Class<R> reply) {}
