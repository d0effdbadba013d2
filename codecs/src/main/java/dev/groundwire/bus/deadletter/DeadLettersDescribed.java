package dev.groundwire.bus.deadletter;

/**
 * @param retrying tried again by themselves
 * @param parked waiting for a person
 * @param replaying waiting for the try that a person has asked for
 * @param maxDeliveriesAdvisories how often the broker itself gave up a message of a consumer, as
 *     far as this node has been told since its start
 */
public record DeadLettersDescribed(
    long retrying, long parked, long replaying, long maxDeliveriesAdvisories) {}
