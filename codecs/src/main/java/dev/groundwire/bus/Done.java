package dev.groundwire.bus;

/** The reply of a request that has nothing to tell but that it was done. */
public record Done() {}
