package dev.groundwire.bus.llm;

/**
 * A breaker has changed its state on some node.
 *
 * @param state {@code closed}, {@code open} or {@code half-open}
 * @param reason of the last failure, for operators; holds no prompt and no key
 */
public record BreakerChanged(String provider, String model, String state, String reason) {}
