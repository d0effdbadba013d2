package dev.groundwire.bus.ingestion;

/**
 * @param model that searches use now
 */
public record GenerationSwitched(String model) {}
