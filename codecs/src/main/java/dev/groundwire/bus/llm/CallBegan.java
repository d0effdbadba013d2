package dev.groundwire.bus.llm;

/**
 * The model has answered: its first text follows. Before it another provider may still be tried.
 *
 * @param model as its provider names it
 * @param provider its name in the configuration
 */
public record CallBegan(String model, String provider) implements GenerationItem, CompletionItem {}
