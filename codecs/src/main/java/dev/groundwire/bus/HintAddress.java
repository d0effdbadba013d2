package dev.groundwire.bus;

/**
 * A place on the bus where hints are published. A hint may be lost, so nothing may depend on one:
 * it only makes sooner what a poll would find later.
 *
 * @param name {@code room.noun-participle}
 */
public record HintAddress<M extends Record>(String name, Class<M> hint) {}
