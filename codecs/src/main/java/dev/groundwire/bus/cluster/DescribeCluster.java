package dev.groundwire.bus.cluster;

/** Asks a node what it sees of its cluster. */
public record DescribeCluster() {}
