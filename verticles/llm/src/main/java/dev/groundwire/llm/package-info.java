/**
 * A prompt in, tokens out: the answerer that needs no model, any OpenAI-compatible endpoint, and
 * Anthropic's Messages API.
 */
@NullMarked
package dev.groundwire.llm;

import org.jspecify.annotations.NullMarked;
