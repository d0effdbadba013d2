package dev.groundwire.embedding;

import static dev.groundwire.embedding.EmbeddingConfig.require;

import dev.groundwire.platform.config.Env;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that answers {@code POST <base_url>/embeddings}.
 *
 * @param baseUrl with the version, as in {@code https://api.openai.com/v1}
 * @param apiKey sent as bearer token; absent where the endpoint asks for none
 * @param dimensions length of the vectors; an answer with another length is refused
 * @param requestDimensions asks the endpoint to shorten its vectors to {@code dimensions}
 * @param maxTokens the model's window
 * @param tokenFactor what our count is multiplied with, as the endpoint's own tokenizer is unknown
 * @param batchSize texts of one call
 * @param callsAtOnce calls that are open together
 * @param timeout of one call
 * @param attempts calls made for one batch at most
 * @param backoff wait before the second call, doubled before each further one
 * @param retryBudget no further call is begun for a batch after this time
 */
public record OpenAiConfig(
    @Env("EMBEDDING_BASE_URL") String baseUrl,
    @Env("EMBEDDING_API_KEY") @Nullable String apiKey,
    @Env("EMBEDDING_DIMENSIONS") int dimensions,
    boolean requestDimensions,
    @Env("EMBEDDING_MAX_TOKENS") int maxTokens,
    double tokenFactor,
    int batchSize,
    int callsAtOnce,
    @Env("EMBEDDING_TIMEOUT") Duration timeout,
    int attempts,
    Duration backoff,
    Duration retryBudget) {
  public OpenAiConfig {
    require(
        dimensions >= 1 && dimensions <= 16_384,
        "openai.dimensions",
        dimensions,
        "within 1..16384");
    require(
        maxTokens >= 16 && maxTokens <= 1_000_000,
        "openai.max_tokens",
        maxTokens,
        "within 16..1000000");
    require(
        tokenFactor >= 1 && tokenFactor <= 4, "openai.token_factor", tokenFactor, "within 1..4");
    require(
        batchSize >= 1 && batchSize <= EmbeddingConfig.TEXTS_A_REQUEST,
        "openai.batch_size",
        batchSize,
        "within 1..256");
    require(
        callsAtOnce >= 1 && callsAtOnce <= 256,
        "openai.calls_at_once",
        callsAtOnce,
        "within 1..256");
    require(timeout.isPositive(), "openai.timeout", timeout, "longer than nothing");
    require(attempts >= 1 && attempts <= 20, "openai.attempts", attempts, "within 1..20");
    require(backoff.isPositive(), "openai.backoff", backoff, "longer than nothing");
    require(!retryBudget.isNegative(), "openai.retry_budget", retryBudget, "0 or longer");
  }

  /** What matters only when this endpoint is the one that is asked. */
  void requireUsable() {
    boolean usable;
    try {
      URI uri = URI.create(baseUrl);
      usable =
          ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null;
    } catch (IllegalArgumentException notAnUri) {
      usable = false;
    }
    // The value is not shown: somebody may have put the key into it.
    require(
        usable,
        "openai.base_url",
        "(not shown)",
        "an http or https address without user, password and query (EMBEDDING_BASE_URL)");
    require(
        apiKey == null || apiKey.chars().allMatch(c -> c > ' ' && c < 127),
        "openai.api_key",
        "(not shown)",
        "printable ASCII without blanks (EMBEDDING_API_KEY)");
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "OpenAiConfig[" + dimensions + " dimensions, " + maxTokens + " tokens]";
  }
}
