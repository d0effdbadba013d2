package dev.groundwire.llm;

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
    require(generations >= 1 && generations <= 10_000, "generations", generations, "1..10000");
    require(
        bufferCharacters >= 256 && bufferCharacters <= 1_000_000,
        "buffer_characters",
        bufferCharacters,
        "256..1000000");
    require(!coalesce.isNegative() && coalesce.toMillis() <= 1_000, "coalesce", coalesce, "0..1s");
    require(unreadGrace.isPositive(), "unread_grace", unreadGrace, "longer than nothing");
    require(drainTimeout.isPositive(), "drain_timeout", drainTimeout, "longer than nothing");
    require(maxTokens >= 1 && maxTokens <= 1_000_000, "max_tokens", maxTokens, "1..1000000");
  }

  static void require(boolean allowed, String key, Object value, String range) {
    if (!allowed) {
      throw new IllegalArgumentException("llm." + key + " is not within " + range + ": " + value);
    }
  }
}
