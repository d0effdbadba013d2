package dev.groundwire.bus.llm;

/**
 * A model that its provider wants to be left alone for a while.
 *
 * @param model as the provider names it
 * @param millis from when it is told
 */
public record HeldModel(String provider, String model, long millis) {}
