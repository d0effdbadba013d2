package dev.groundwire.bus.outboxrelay;

/** Asks how the facts are getting on. */
public record DescribeBackbone() {}
