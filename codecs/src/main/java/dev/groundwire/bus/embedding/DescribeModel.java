package dev.groundwire.bus.embedding;

public record DescribeModel() {}
