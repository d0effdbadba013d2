package dev.groundwire.embedding;

import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.platform.config.Env;
import java.time.Duration;
import java.util.Optional;

/**
 * Which model turns texts into vectors, and how much of it happens at once.
 *
 * @param provider {@code local} or {@code openai}, which is any endpoint that speaks like it
 * @param model a local model's id, or the endpoint's name for its model
 * @param callers threads that run the local model; 0 is one a core
 * @param queueBound texts that wait in each of the three lanes; more are refused as overloaded
 * @param countAtOnce requests to count tokens that are served together
 * @param queryCacheBytes memory for the vectors of queries that are asked again; 0 keeps none
 * @param stopTimeout what is being embedded at a stop gets this long
 */
public record EmbeddingConfig(
    @Env("EMBEDDING_PROVIDER") String provider,
    @Env("EMBEDDING_MODEL") String model,
    @Env("EMBEDDING_CALLERS") int callers,
    int queueBound,
    int countAtOnce,
    long queryCacheBytes,
    Duration stopTimeout,
    OpenAiConfig openai) {
  /** Texts of one request, see {@link EmbedTexts}. */
  static final int TEXTS_A_REQUEST = 256;

  public EmbeddingConfig {
    boolean local = LocalModelCard.of(model).isPresent();
    switch (provider) {
      case "local" ->
          require(local, "model", model, "one of the local models " + LocalModelCard.ids());
      case "openai" -> {
        require(!local && !model.isBlank(), "model", model, "the endpoint's name of its model");
        openai.requireUsable();
      }
      default -> require(false, "provider", provider, "local or openai");
    }
    require(callers >= 0 && callers <= 256, "callers", callers, "within 0..256");
    require(
        queueBound >= TEXTS_A_REQUEST && queueBound <= 100_000,
        "queue_bound",
        queueBound,
        "within 256..100000");
    require(
        countAtOnce >= 1 && countAtOnce <= 10_000, "count_at_once", countAtOnce, "within 1..10000");
    require(queryCacheBytes >= 0, "query_cache_bytes", queryCacheBytes, "0 or more");
    require(stopTimeout.isPositive(), "stop_timeout", stopTimeout, "longer than nothing");
  }

  /** The local model, unless an endpoint is asked. */
  Optional<LocalModelCard> localModel() {
    return LocalModelCard.of(model);
  }

  int threads() {
    return callers > 0 ? callers : Runtime.getRuntime().availableProcessors();
  }

  static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException("embedding." + key + " is not " + allowed + ": " + value);
    }
  }
}
