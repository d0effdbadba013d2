package dev.groundwire.llm;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that answers {@code POST <base_url>/chat/completions}. Without a base URL there is
 * none, and questions are answered by quoting.
 *
 * @param baseUrl with the version, as in {@code https://api.openai.com/v1}
 * @param apiKey sent as bearer token; absent where the endpoint asks for none
 * @param model writes where a request names none
 * @param moreModels that requests may name
 * @param temperature absent for the provider's own
 * @param maxTokensField {@code max_tokens}, or {@code max_completion_tokens} where the model asks
 *     for that
 * @param connectTimeout until the connection stands
 * @param firstByteTimeout from the request to the head of the response, for each attempt
 * @param firstTokenTimeout from the head of the response to the first text
 * @param stallTimeout between two pieces of text
 * @param totalBudget for all attempts and the whole text
 * @param attempts calls made at most; none is repeated after the first text
 * @param retryBase the wait before attempt n is at random up to this, doubled for each attempt
 */
public record OpenAiConfig(
    @Env("LLM_BASE_URL") @Nullable String baseUrl,
    @Env("LLM_API_KEY") @Nullable String apiKey,
    @Env("LLM_MODEL") @Nullable String model,
    @Env("LLM_MORE_MODELS") List<String> moreModels,
    @Env("LLM_TEMPERATURE") @Nullable Double temperature,
    String maxTokensField,
    Duration connectTimeout,
    @Env("PROVIDER_TIMEOUT_DEFAULT_SECONDS") Duration firstByteTimeout,
    Duration firstTokenTimeout,
    Duration stallTimeout,
    @Env("PROVIDER_TOTAL_BUDGET_SECONDS") Duration totalBudget,
    @Env("RETRY_MAX_ATTEMPTS") int attempts,
    @Env("RETRY_BASE_SECONDS") Duration retryBase) {
  public OpenAiConfig {
    moreModels = List.copyOf(moreModels);
    boolean hasAddress = isGiven(baseUrl);
    if (baseUrl != null && hasAddress) {
      requireAddress(baseUrl);
    }
    requireTogether(hasAddress || !isGiven(model), "model", "LLM_MODEL", "LLM_BASE_URL");
    requireTogether(hasAddress || !isGiven(apiKey), "api_key", "LLM_API_KEY", "LLM_BASE_URL");
    requireTogether(!hasAddress || isGiven(model), "base_url", "LLM_BASE_URL", "LLM_MODEL");
    if (temperature != null) {
      Require.within("llm.openai.temperature", temperature, 0, 2);
    }
    Require.that(
        maxTokensField.matches("[a-z_]{1,64}"),
        "llm.openai.max_tokens_field",
        "of lower-case letters and _",
        maxTokensField);
    Require.that(
        apiKey == null || apiKey.strip().chars().allMatch(c -> c > ' ' && c < 127),
        "llm.openai.api_key",
        "printable ASCII without blanks",
        "(not shown)");
    requireUpToADay("connect_timeout", connectTimeout);
    requireUpToADay("first_byte_timeout", firstByteTimeout);
    requireUpToADay("first_token_timeout", firstTokenTimeout);
    requireUpToADay("stall_timeout", stallTimeout);
    requireUpToADay("total_budget", totalBudget);
    requireUpToADay("retry_base", retryBase);
    Require.within("llm.openai.attempts", attempts, 1, 20);
  }

  /** True when there is an endpoint to ask. */
  boolean isConfigured() {
    return isGiven(baseUrl);
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  /** Half an endpoint would be passed over in silence, and questions answered by quoting. */
  private static void requireTogether(boolean holds, String key, String variable, String other) {
    if (!holds) {
      throw new IllegalArgumentException(
          "llm.openai.%s has no effect without %s: set %s too, or unset %s"
              .formatted(key, other, other, variable));
    }
  }

  private static void requireUpToADay(String key, Duration value) {
    Require.within("llm.openai." + key, value, Duration.ofMillis(1), Duration.ofDays(1));
  }

  /** The value is not shown: somebody may have put the key into it. */
  private static void requireAddress(String baseUrl) {
    boolean usable;
    try {
      URI uri = URI.create(baseUrl.strip());
      usable =
          ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null;
    } catch (IllegalArgumentException notAnAddress) {
      usable = false;
    }
    Require.that(
        usable,
        "llm.openai.base_url",
        "an http or https address without user, password and query",
        "(not shown)");
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "OpenAiConfig[" + (isConfigured() ? "model " + model : "none") + "]";
  }
}
