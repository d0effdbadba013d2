package dev.groundwire.llm;

import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How text is written.
 *
 * @param generations texts written or waiting to be read at once; more are refused as overloaded
 * @param bufferCharacters unread text after which a provider is paused
 * @param coalesce how long a waiting reader lets text gather after the first piece
 * @param unreadGrace a generation nobody reads for so long is cancelled
 * @param drainTimeout how long a stop waits for requests being served
 * @param maxTokens written at most for one request, whatever it asks for
 */
public record LlmConfig(
    int generations,
    int bufferCharacters,
    Duration coalesce,
    Duration unreadGrace,
    Duration drainTimeout,
    int maxTokens,
    ExtractiveConfig extractive,
    OpenAiConfig openai) {
  public LlmConfig {
    Require.within("llm.generations", generations, 1, 10_000);
    Require.within("llm.buffer_characters", bufferCharacters, 256, 1_000_000);
    Require.within("llm.coalesce", coalesce, Duration.ZERO, Duration.ofSeconds(1));
    Require.positive("llm.unread_grace", unreadGrace);
    Require.positive("llm.drain_timeout", drainTimeout);
    Require.within("llm.max_tokens", maxTokens, 1, 1_000_000);
  }
}
