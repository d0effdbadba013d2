package dev.groundwire.embedding;

import java.time.Duration;

/** Configurations for tests. */
final class Configs {
  static final String KEY = "sk-very-secret";

  private Configs() {}

  static EmbeddingConfig local(String model) {
    return new EmbeddingConfig(
        "local",
        model,
        2,
        1024,
        64,
        1 << 20,
        Duration.ofSeconds(10),
        endpoint(""),
        NextModelConfig.NONE);
  }

  static EmbeddingConfig local(String model, String next) {
    return new EmbeddingConfig(
        "local",
        model,
        2,
        1024,
        64,
        1 << 20,
        Duration.ofSeconds(10),
        endpoint(""),
        new NextModelConfig("local", next, "", null, 1536, 8191));
  }

  static EmbeddingConfig remote(String baseUrl, int batchSize, int callsAtOnce, Duration timeout) {
    return new EmbeddingConfig(
        "openai",
        "words",
        0,
        256,
        64,
        1 << 20,
        Duration.ofSeconds(1),
        endpoint(baseUrl, batchSize, callsAtOnce, timeout),
        NextModelConfig.NONE);
  }

  /** For what is never called. */
  static OpenAiConfig endpoint(String baseUrl) {
    return endpoint(baseUrl, 1, 1, Duration.ofSeconds(1));
  }

  private static OpenAiConfig endpoint(
      String baseUrl, int batchSize, int callsAtOnce, Duration timeout) {
    return new OpenAiConfig(
        baseUrl,
        KEY,
        ScriptedEndpoint.DIMENSIONS,
        false,
        300,
        1.2,
        batchSize,
        callsAtOnce,
        timeout,
        3,
        Duration.ofMillis(1),
        Duration.ofSeconds(20));
  }
}
