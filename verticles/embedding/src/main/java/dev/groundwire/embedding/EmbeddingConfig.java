package dev.groundwire.embedding;

import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * Which model turns texts into vectors, and how much of it happens at once.
 *
 * @param provider {@code local} or {@code openai}, which is any endpoint that speaks like it
 * @param model a local model's id, or the endpoint's name for its model
 * @param callers threads that run the local model; 0 is one a core
 * @param queueBound texts that wait in each of the four lanes; more are refused as overloaded
 * @param countAtOnce requests to count tokens that are served together
 * @param queryCacheBytes memory for the vectors of queries that are asked again; 0 keeps none
 * @param stopTimeout what is being embedded at a stop gets this long
 * @param next a model served besides, whose vectors are being made
 */
public record EmbeddingConfig(
    @Env("EMBEDDING_PROVIDER") String provider,
    @Env("EMBEDDING_MODEL") String model,
    @Env("EMBEDDING_CALLERS") int callers,
    int queueBound,
    int countAtOnce,
    long queryCacheBytes,
    Duration stopTimeout,
    OpenAiConfig openai,
    NextModelConfig next) {
  /** Texts of one request, see {@link EmbedTexts}. */
  static final int TEXTS_A_REQUEST = 256;

  public EmbeddingConfig {
    requireServable("embedding", provider, model);
    if (provider.equals("openai")) {
      openai.requireUsable("embedding.openai");
    }
    next.requireUsable(openai);
    Require.within("embedding.callers", callers, 0, 256);
    Require.within("embedding.queue_bound", queueBound, TEXTS_A_REQUEST, 100_000);
    Require.within("embedding.count_at_once", countAtOnce, 1, 10_000);
    Require.atLeast("embedding.query_cache_bytes", queryCacheBytes, 0);
    Require.positive("embedding.stop_timeout", stopTimeout);
    requireAnother(provider, model, next);
  }

  /**
   * @param section of the configuration where both stand
   */
  static void requireServable(String section, String provider, String model) {
    boolean local = LocalModelCard.of(model).isPresent();
    switch (provider) {
      case "local" ->
          Require.that(
              local, section + ".model", "one of the local models " + LocalModelCard.ids(), model);
      case "openai" ->
          Require.that(
              !local && !model.isBlank(),
              section + ".model",
              "the endpoint's own name of its model, which the provider openai needs beside"
                  + " base_url",
              model);
      default -> Require.that(false, section + ".provider", "local or openai", provider);
    }
  }

  private static void requireAnother(String provider, String model, NextModelConfig next) {
    Require.that(
        !(provider.equals(next.provider()) && model.equals(next.model())),
        "embedding.next.model",
        "another model than embedding.model",
        model);
  }

  /** Of the model that is served besides, if there is one. */
  Optional<EmbeddingConfig> following() {
    return next.in(this);
  }

  /** The local model, unless an endpoint is asked. */
  Optional<LocalModelCard> localModel() {
    return LocalModelCard.of(model);
  }

  int threads() {
    return callers > 0 ? callers : Runtime.getRuntime().availableProcessors();
  }
}
