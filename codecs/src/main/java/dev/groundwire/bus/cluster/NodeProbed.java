package dev.groundwire.bus.cluster;

import java.util.UUID;

/** The node that has answered. */
public record NodeProbed(UUID node) {}
