package dev.groundwire.bus.cluster;

/** Proves that a node is found and answers. */
public record ProbeNode() {}
