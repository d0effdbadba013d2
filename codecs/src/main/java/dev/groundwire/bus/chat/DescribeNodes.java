package dev.groundwire.bus.chat;

/** Asks which nodes write answers of this database. */
public record DescribeNodes() {}
