package dev.groundwire.loadtests.chaos;

import java.util.UUID;

/**
 * The payload of the suite's only kind of fact.
 *
 * @param poison its handler refuses it for good
 * @param flaky its handler fails at the first sight of it in each process
 */
public record OpDone(UUID op, boolean poison, boolean flaky, String filler) {}
