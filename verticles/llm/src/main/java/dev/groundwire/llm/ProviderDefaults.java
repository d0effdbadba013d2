package dev.groundwire.llm;

import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.ProviderConfig.Model;
import dev.groundwire.platform.config.Env;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider has that does not say otherwise; see {@link ProviderConfig}. */
public record ProviderDefaults(
    Kind kind,
    int priority,
    int weight,
    @Nullable Double temperature,
    String maxTokensField,
    Duration connectTimeout,
    @Env("PROVIDER_TIMEOUT_DEFAULT_SECONDS") Duration firstByteTimeout,
    Duration firstTokenTimeout,
    Duration stallTimeout,
    Duration answerTimeout,
    int mostAtOnce,
    long tokensPerMinute) {
  private static final String EXTRACTIVE = "extractive";

  public ProviderDefaults {
    ProviderRules.requireShares("llm.provider_defaults", priority, weight, temperature);
    ProviderRules.requireProtocol("llm.provider_defaults", maxTokensField);
    ProviderRules.requireTimeouts(
        "llm.provider_defaults",
        connectTimeout,
        firstByteTimeout,
        firstTokenTimeout,
        stallTimeout,
        answerTimeout);
    ProviderRules.requireBounds("llm.provider_defaults", mostAtOnce, tokensPerMinute);
  }

  /** A provider that says so much of its own. */
  ProviderConfig provider(
      String name,
      Kind ownKind,
      @Nullable String baseUrl,
      @Nullable String apiKey,
      List<Model> models,
      @Nullable Double ownTemperature,
      @Nullable Duration ownTimeout) {
    return new ProviderConfig(
        name,
        ownKind,
        baseUrl,
        apiKey,
        models,
        priority,
        weight,
        ownTemperature == null ? temperature : ownTemperature,
        maxTokensField,
        connectTimeout,
        ownTimeout == null ? firstByteTimeout : ownTimeout,
        firstTokenTimeout,
        stallTimeout,
        answerTimeout,
        mostAtOnce,
        tokensPerMinute);
  }

  /** The one that needs no model. */
  ProviderConfig extractive() {
    return provider(
        EXTRACTIVE,
        Kind.EXTRACTIVE,
        null,
        null,
        List.of(new Model(EXTRACTIVE, EXTRACTIVE)),
        null,
        null);
  }
}
