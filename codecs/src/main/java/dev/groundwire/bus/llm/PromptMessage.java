package dev.groundwire.bus.llm;

/**
 * @param role {@code system}, {@code user} or {@code assistant}
 */
public record PromptMessage(String role, String content) {}
