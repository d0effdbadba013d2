package dev.groundwire.llm;

import dev.groundwire.llm.extractive.ExtractiveConfig;
import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How text is written.
 *
 * @param streams calls at once, waiting or being written; more are refused as overloaded
 * @param bufferCharacters unread text of one call after which its provider is paused
 * @param coalesce text that comes within it is handed on together; the first never waits
 * @param drainAfterCancel how long a cancelled call whose text has ended may still tell its usage;
 *     zero closes it at once
 * @param drainTimeout how long a stop waits for requests being served
 * @param maxTokens written at most for one request, whatever it asks for
 */
public record LlmConfig(
    int streams,
    int bufferCharacters,
    Duration coalesce,
    Duration drainAfterCancel,
    Duration drainTimeout,
    int maxTokens,
    ExtractiveConfig extractive,
    OpenAiConfig openai) {
  public LlmConfig {
    Require.within("llm.streams", streams, 1, 1_000_000);
    Require.within("llm.buffer_characters", bufferCharacters, 256, 1_000_000);
    Require.within("llm.coalesce", coalesce, Duration.ZERO, Duration.ofSeconds(1));
    Require.within(
        "llm.drain_after_cancel", drainAfterCancel, Duration.ZERO, Duration.ofMinutes(1));
    Require.positive("llm.drain_timeout", drainTimeout);
    Require.within("llm.max_tokens", maxTokens, 1, 1_000_000);
  }
}
