package dev.groundwire.llm;

import java.time.Duration;

/** Configurations for tests. */
final class Settings {
  private static final Duration LONG = Duration.ofSeconds(20);

  private Settings() {}

  static ExtractiveConfig extractive() {
    return new ExtractiveConfig(12, 4, 64_000, 0.38, LONG);
  }
}
