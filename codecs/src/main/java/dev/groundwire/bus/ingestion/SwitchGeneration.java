package dev.groundwire.bus.ingestion;

/** Has searches look through that generation from now on; refused unless it is complete. */
public record SwitchGeneration(int id) {}
