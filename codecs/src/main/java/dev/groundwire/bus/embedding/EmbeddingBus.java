package dev.groundwire.bus.embedding;

import dev.groundwire.bus.RequestAddress;

/** Everything the embedding verticle answers. */
public final class EmbeddingBus {
  public static final RequestAddress<EmbedTexts, TextsEmbedded> EMBED_TEXTS =
      new RequestAddress<>("embedding.embed-texts", EmbedTexts.class, TextsEmbedded.class)
          .harmless();
  public static final RequestAddress<CountTokens, TokensCounted> COUNT_TOKENS =
      new RequestAddress<>("embedding.count-tokens", CountTokens.class, TokensCounted.class)
          .harmless();
  public static final RequestAddress<DescribeModel, ModelDescribed> DESCRIBE_MODEL =
      new RequestAddress<>("embedding.describe-model", DescribeModel.class, ModelDescribed.class)
          .harmless();

  private EmbeddingBus() {}
}
