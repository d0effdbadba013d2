package dev.groundwire.loadtests.chaos;

import java.time.Duration;

/**
 * @param at since the beginning of the load
 * @param dice chooses the node among those that the fault can be done to
 */
record PlannedFault(Duration at, Fault fault, int dice) {}
