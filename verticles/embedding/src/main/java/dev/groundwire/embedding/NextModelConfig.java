package dev.groundwire.embedding;

import dev.groundwire.platform.config.Env;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model that is to follow: served beside the other one, so that its vectors can be made while
 * searches use those of the other. What is not said here is as {@link OpenAiConfig} says.
 *
 * @param provider as {@link EmbeddingConfig} has it
 * @param model none: no model is to follow
 * @param dimensions of an endpoint's vectors
 * @param maxTokens of an endpoint's window
 */
public record NextModelConfig(
    @Env("EMBEDDING_NEXT_PROVIDER") String provider,
    @Env("EMBEDDING_NEXT_MODEL") @Nullable String model,
    @Env("EMBEDDING_NEXT_BASE_URL") String baseUrl,
    @Env("EMBEDDING_NEXT_API_KEY") @Nullable String apiKey,
    @Env("EMBEDDING_NEXT_DIMENSIONS") int dimensions,
    @Env("EMBEDDING_NEXT_MAX_TOKENS") int maxTokens) {
  static final NextModelConfig NONE = new NextModelConfig("local", null, "", null, 1536, 8191);

  /** Told under its own keys, and before anything is started. */
  void requireUsable(OpenAiConfig first) {
    if (model != null && !model.isBlank()) {
      EmbeddingConfig.requireServable("embedding.next", provider, model);
      if (provider.equals("openai")) {
        first.at(baseUrl, apiKey, dimensions, maxTokens).requireUsable("embedding.next");
      }
    }
  }

  /** The whole of its configuration, or empty when no model is to follow. */
  Optional<EmbeddingConfig> in(EmbeddingConfig first) {
    return Optional.ofNullable(model)
        .filter(name -> !name.isBlank())
        .map(name ->
            new EmbeddingConfig(
                provider,
                name,
                first.callers(),
                first.queueBound(),
                first.countAtOnce(),
                first.queryCacheBytes(),
                first.stopTimeout(),
                first.openai().at(baseUrl, apiKey, dimensions, maxTokens),
                NONE));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "NextModelConfig[" + provider + ", " + model + "]";
  }
}
