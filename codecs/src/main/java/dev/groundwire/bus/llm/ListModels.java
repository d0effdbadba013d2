package dev.groundwire.bus.llm;

public record ListModels() {}
