package dev.groundwire.bus.deadletter;

/** Asks how many dead letters there are, of all organizations. */
public record DescribeDeadLetters() {}
