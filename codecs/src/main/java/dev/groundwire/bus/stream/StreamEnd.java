package dev.groundwire.bus.stream;

/** The regular end of a stream. */
public record StreamEnd() {}
