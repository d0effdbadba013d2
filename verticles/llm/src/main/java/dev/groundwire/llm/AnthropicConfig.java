package dev.groundwire.llm;

import dev.groundwire.llm.ProviderConfig.Kind;
import dev.groundwire.llm.ProviderConfig.Model;
import dev.groundwire.platform.config.Env;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The short way to Anthropic's API: the provider {@code anthropic}. Without a model there is none,
 * and a key alone is no mistake: many shells have one for other programs.
 *
 * @param firstByteTimeout absent for that of the defaults
 */
public record AnthropicConfig(
    @Env("ANTHROPIC_BASE_URL") String baseUrl,
    @Env("ANTHROPIC_API_KEY") @Nullable String apiKey,
    @Env("ANTHROPIC_MODEL") @Nullable String model,
    @Env("TIMEOUT_ANTHROPIC_SECONDS") @Nullable Duration firstByteTimeout) {
  static final String NAME = "anthropic";

  private static final String SECTION = "llm.anthropic";

  public AnthropicConfig {
    baseUrl = baseUrl.strip();
    apiKey = ProviderRules.given(apiKey);
    model = ProviderRules.given(model);
    ProviderRules.requireAddress(SECTION, baseUrl);
    ProviderRules.requireKey(SECTION, apiKey);
    ProviderRules.requireTogether(
        model == null || apiKey != null,
        SECTION + ".model",
        "ANTHROPIC_MODEL",
        "ANTHROPIC_API_KEY");
  }

  /** Empty when it is not to be asked. */
  Optional<ProviderConfig> provider(ProviderDefaults defaults) {
    return model == null
        ? Optional.empty()
        : Optional.of(
            defaults.provider(
                NAME,
                Kind.ANTHROPIC,
                baseUrl,
                apiKey,
                List.of(new Model(model, model)),
                null,
                firstByteTimeout));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "AnthropicConfig[" + (model == null ? "none" : "model " + model) + "]";
  }
}
