package dev.groundwire.bus.llm;

import java.util.UUID;

/** Harmless for a generation that has ended or never was. */
public record CancelGeneration(UUID generationId) {}
