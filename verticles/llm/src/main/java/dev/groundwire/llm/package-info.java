/**
 * A prompt in, tokens out: the answerer that needs no model, and any OpenAI-compatible endpoint.
 */
@NullMarked
package dev.groundwire.llm;

import org.jspecify.annotations.NullMarked;
