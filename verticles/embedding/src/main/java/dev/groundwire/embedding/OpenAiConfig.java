package dev.groundwire.embedding;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
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
    Require.within("embedding.openai.dimensions", dimensions, 1, 16_384);
    Require.within("embedding.openai.max_tokens", maxTokens, 16, 1_000_000);
    Require.within("embedding.openai.token_factor", tokenFactor, 1, 4);
    Require.within("embedding.openai.batch_size", batchSize, 1, EmbeddingConfig.TEXTS_A_REQUEST);
    Require.within("embedding.openai.calls_at_once", callsAtOnce, 1, 256);
    Require.positive("embedding.openai.timeout", timeout);
    Require.within("embedding.openai.attempts", attempts, 1, 20);
    Require.positive("embedding.openai.backoff", backoff);
    Require.atLeast("embedding.openai.retry_budget", retryBudget, Duration.ZERO);
  }

  /** The same, of another endpoint. */
  OpenAiConfig at(String otherUrl, @Nullable String otherKey, int length, int window) {
    return new OpenAiConfig(
        otherUrl,
        otherKey,
        length,
        requestDimensions,
        window,
        tokenFactor,
        batchSize,
        callsAtOnce,
        timeout,
        attempts,
        backoff,
        retryBudget);
  }

  /**
   * What matters only when this endpoint is the one that is asked.
   *
   * @param section of the configuration where its address and its key stand
   */
  void requireUsable(String section) {
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
    Require.that(
        usable,
        section + ".base_url",
        "an http or https address without user, password and query",
        "(not shown)");
    Require.that(
        apiKey == null || apiKey.chars().allMatch(c -> c > ' ' && c < 127),
        section + ".api_key",
        "printable ASCII without blanks",
        "(not shown)");
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "OpenAiConfig[" + dimensions + " dimensions, " + maxTokens + " tokens]";
  }
}
