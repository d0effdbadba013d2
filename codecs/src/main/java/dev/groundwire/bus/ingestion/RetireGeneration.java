package dev.groundwire.bus.ingestion;

/** Gives a generation up that is not the current one. */
public record RetireGeneration(int id) {}
