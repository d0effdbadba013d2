package dev.groundwire.llm;

import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.ProviderConfig.Model;
import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The short way to one endpoint that answers {@code POST <base_url>/chat/completions}: the provider
 * {@code default}. Without a base URL there is none.
 *
 * @param apiKey sent as bearer token; absent where the endpoint asks for none
 * @param model writes where a request names none
 * @param moreModels that requests may name
 * @param temperature absent for the provider's own
 * @param firstByteTimeout absent for that of the defaults
 */
public record OpenAiConfig(
    @Env("LLM_BASE_URL") @Nullable String baseUrl,
    @Env("LLM_API_KEY") @Nullable String apiKey,
    @Env("LLM_MODEL") @Nullable String model,
    @Env("LLM_MORE_MODELS") List<String> moreModels,
    @Env("LLM_TEMPERATURE") @Nullable Double temperature,
    @Env("TIMEOUT_DEFAULT_SECONDS") @Nullable Duration firstByteTimeout) {
  static final String NAME = "default";

  private static final String SECTION = "llm.openai";

  public OpenAiConfig {
    moreModels = List.copyOf(moreModels);
    baseUrl = ProviderRules.given(baseUrl);
    apiKey = ProviderRules.given(apiKey);
    model = ProviderRules.given(model);
    if (baseUrl != null) {
      ProviderRules.requireAddress(SECTION, baseUrl);
    }
    requireTogether(baseUrl != null || model == null, "model", "LLM_MODEL", "LLM_BASE_URL");
    requireTogether(baseUrl != null || apiKey == null, "api_key", "LLM_API_KEY", "LLM_BASE_URL");
    requireTogether(baseUrl == null || model != null, "base_url", "LLM_BASE_URL", "LLM_MODEL");
    if (temperature != null) {
      Require.within(SECTION + ".temperature", temperature, 0, 2);
    }
    ProviderRules.requireKey(SECTION, apiKey);
  }

  /**
   * What is said of an endpoint that is none would be passed over in silence; unless the list has a
   * provider that uses it.
   */
  void requireWhole(List<ProviderConfig> listed) {
    boolean isThere = baseUrl != null;
    requireTogether(
        isThere || moreModels.isEmpty(), "more_models", "LLM_MORE_MODELS", "LLM_BASE_URL");
    requireTogether(
        isThere || temperature == null, "temperature", "LLM_TEMPERATURE", "LLM_BASE_URL");
    requireTogether(
        isThere
            || firstByteTimeout == null
            || listed.stream().anyMatch(provider -> provider.name().equals(NAME)),
        "first_byte_timeout",
        "TIMEOUT_DEFAULT_SECONDS",
        "LLM_BASE_URL");
  }

  /** Empty when there is no endpoint to ask. */
  Optional<ProviderConfig> provider(ProviderDefaults defaults) {
    if (baseUrl == null) {
      return Optional.empty();
    }
    String main = Objects.requireNonNull(model, "checked above");
    List<Model> models =
        Stream.concat(Stream.of(new Model(main, main)), moreModels.stream().map(Model::valueOf))
            .distinct()
            .toList();
    return Optional.of(
        defaults.provider(
            NAME, Kind.OPENAI, baseUrl, apiKey, models, temperature, firstByteTimeout));
  }

  /** Half an endpoint would be passed over in silence, and questions answered by quoting. */
  private static void requireTogether(boolean holds, String key, String variable, String other) {
    ProviderRules.requireTogether(holds, SECTION + "." + key, variable, other);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "OpenAiConfig[" + (baseUrl == null ? "none" : "model " + model) + "]";
  }
}
