package dev.groundwire.bus.llm;

public record TokenUsage(int promptTokens, int completionTokens) {}
