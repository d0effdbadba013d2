package dev.groundwire.llm.protocol;

import dev.groundwire.llm.ProviderConfig;
import dev.groundwire.llm.ProviderConfig.Kind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Providers for tests. */
final class Providers {
  static final String KEY = "sk-secret-of-the-tests";

  private static final Duration LONG = Duration.ofSeconds(20);

  private Providers() {}

  static ProviderConfig at(Kind kind, @Nullable String baseUrl) {
    return of(kind, baseUrl, LONG);
  }

  private static ProviderConfig of(Kind kind, @Nullable String baseUrl, Duration patience) {
    return new ProviderConfig(
        "tested",
        kind,
        baseUrl,
        KEY,
        List.of(new ProviderConfig.Model("model", "upstream-model")),
        1,
        1,
        0.2,
        "max_tokens",
        LONG,
        patience,
        patience,
        patience,
        Duration.ofSeconds(60),
        8,
        0);
  }

  /** The same with that patience to the first byte, to the first token, and between tokens. */
  static ProviderConfig impatient(ProviderConfig provider, Duration patience) {
    return of(provider.kind(), provider.baseUrl(), patience);
  }
}
