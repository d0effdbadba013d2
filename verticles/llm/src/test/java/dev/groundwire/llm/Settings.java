package dev.groundwire.llm;

import dev.groundwire.llm.extractive.ExtractiveConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configurations for tests. */
final class Settings {
  static final String KEY = "sk-secret-of-the-tests";

  private static final Duration LONG = Duration.ofSeconds(20);

  private Settings() {}

  static ExtractiveConfig extractive() {
    return new ExtractiveConfig(12, 4, 64_000, 0.38, LONG);
  }

  static OpenAiConfig openAi(@Nullable String baseUrl) {
    return openAi(baseUrl, LONG, 3);
  }

  /**
   * @param patience to the first byte, to the first token, and between tokens
   */
  static OpenAiConfig openAi(@Nullable String baseUrl, Duration patience, int attempts) {
    boolean hasEndpoint = baseUrl != null && !baseUrl.isBlank();
    return openAi(
        baseUrl, hasEndpoint ? KEY : null, hasEndpoint ? "test-model" : null, patience, attempts);
  }

  static OpenAiConfig openAi(
      @Nullable String baseUrl,
      @Nullable String key,
      @Nullable String model,
      Duration patience,
      int attempts) {
    return new OpenAiConfig(
        baseUrl,
        key,
        model,
        List.of("other-model"),
        0.2,
        "max_tokens",
        Duration.ofSeconds(5),
        patience,
        patience,
        patience,
        Duration.ofSeconds(60),
        attempts,
        Duration.ofMillis(2));
  }

  static LlmConfig llm(OpenAiConfig openAi) {
    return new LlmConfig(
        100,
        4_096,
        Duration.ofMillis(5),
        Duration.ZERO,
        Duration.ofSeconds(10),
        1_024,
        extractive(),
        openAi);
  }
}
