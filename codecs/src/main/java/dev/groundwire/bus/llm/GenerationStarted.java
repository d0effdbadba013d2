package dev.groundwire.bus.llm;

import java.util.UUID;

/**
 * @param model the model that writes
 */
public record GenerationStarted(UUID generationId, String model) {}
