package dev.groundwire.bus.event;

/**
 * A handler's word that the event needs no further delivery.
 *
 * @param firstTime false when the effect had already happened and was not repeated
 */
public record EventHandled(boolean firstTime) {}
