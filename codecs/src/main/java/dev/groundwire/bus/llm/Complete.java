package dev.groundwire.bus.llm;

/**
 * Passes a chat completion through to a provider.
 *
 * @param body the request of the chat completions protocol as one JSON object: every field of it
 *     goes to an OpenAI-compatible provider unchanged, except {@code model}, {@code stream} and
 *     {@code stream_options}: upstream it always streams with usage
 */
public record Complete(Call call, String body) {}
