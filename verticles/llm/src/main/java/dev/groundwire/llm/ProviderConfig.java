package dev.groundwire.llm;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One provider.
 *
 * @param name of lower-case letters, digits and dashes; unique
 * @param baseUrl with the version, as in {@code https://api.openai.com/v1}; absent for {@link
 *     Kind#EXTRACTIVE}
 * @param models it may be asked for, the default one first
 * @param priority the lower one is asked first
 * @param weight share of the calls among those of the same priority
 * @param temperature absent for the provider's own
 * @param maxTokensField {@code max_tokens}, or {@code max_completion_tokens} where a model asks for
 *     that
 * @param connectTimeout until the connection stands
 * @param firstByteTimeout from the request to the head of the response, for each attempt
 * @param firstTokenTimeout from the head of the response to the first text
 * @param stallTimeout between two pieces of text
 * @param answerTimeout for the whole text once it has begun
 * @param mostAtOnce above which the limit of calls under way never grows
 * @param tokensPerMinute reserved and used at most; 0 for no limit of ours
 */
public record ProviderConfig(
    String name,
    Kind kind,
    @Nullable String baseUrl,
    @Env("<NAME>_API_KEY") @Nullable String apiKey,
    List<Model> models,
    int priority,
    int weight,
    @Nullable Double temperature,
    String maxTokensField,
    Duration connectTimeout,
    @Env("TIMEOUT_<NAME>_SECONDS") Duration firstByteTimeout,
    Duration firstTokenTimeout,
    Duration stallTimeout,
    Duration answerTimeout,
    int mostAtOnce,
    long tokensPerMinute) {
  /** The protocol it speaks. */
  public enum Kind {
    OPENAI,
    ANTHROPIC,
    EXTRACTIVE
  }

  /**
   * @param name by which clients ask for it
   * @param upstream as the provider names it
   */
  public record Model(String name, String upstream) {
    public Model {
      name = name.strip();
      upstream = upstream.strip();
    }

    /** {@code name}, or {@code name=upstream}. */
    public static Model valueOf(String text) {
      int end = text.indexOf('=');
      return end < 0
          ? new Model(text, text)
          : new Model(text.substring(0, end), text.substring(end + 1));
    }
  }

  public ProviderConfig {
    models = List.copyOf(models);
    baseUrl = ProviderRules.given(baseUrl);
    apiKey = ProviderRules.given(apiKey);
    Require.that(
        name.matches("[a-z0-9][a-z0-9-]{0,62}"),
        "llm.providers.name",
        "of lower-case letters, digits and dashes",
        name);
    String section = "llm.providers." + name;
    if (kind != Kind.EXTRACTIVE) {
      ProviderRules.requireAddress(section, baseUrl);
    }
    ProviderRules.requireKey(section, apiKey);
    Require.that(
        kind != Kind.ANTHROPIC || apiKey != null,
        section + ".api_key",
        "a key, without which the Messages API answers nothing",
        "nothing");
    requireModels(section, models);
    ProviderRules.requireShares(section, priority, weight, temperature);
    ProviderRules.requireProtocol(section, maxTokensField);
    ProviderRules.requireTimeouts(
        section, connectTimeout, firstByteTimeout, firstTokenTimeout, stallTimeout, answerTimeout);
    ProviderRules.requireBounds(section, mostAtOnce, tokensPerMinute);
  }

  private static void requireModels(String section, List<Model> models) {
    List<String> names = models.stream().map(Model::name).toList();
    Require.that(
        !names.isEmpty()
            && names.stream().distinct().count() == names.size()
            && models.stream()
                .noneMatch(model -> model.name().isEmpty() || model.upstream().isEmpty()),
        section + ".models",
        "one or more names, each of them once",
        names);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ProviderConfig[" + name + " " + kind + "]";
  }
}
