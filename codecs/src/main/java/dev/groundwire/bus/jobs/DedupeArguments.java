package dev.groundwire.bus.jobs;

/**
 * @param remove whether all but the oldest of each group are deleted, not only reported
 */
public record DedupeArguments(boolean remove) {}
