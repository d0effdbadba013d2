package dev.groundwire.bus.ingestion;

public record ListGenerations() {}
