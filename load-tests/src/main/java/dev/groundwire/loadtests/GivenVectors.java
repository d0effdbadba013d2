package dev.groundwire.loadtests;

import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for the embedding room where the model is not what is measured. */
final class GivenVectors extends VerticleBase {
  static final String MODEL = "given@1";

  private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

  void give(String text, float[] vector) {
    vectors.put(text, vector);
  }

  @Override
  public Future<?> start() {
    return new Bus(vertx).answer(EmbeddingBus.EMBED_TEXTS, 64, this::embed);
  }

  private TextsEmbedded embed(EmbedTexts asked) {
    return new TextsEmbedded(
        MODEL,
        asked.texts().stream()
            .map(text -> Objects.requireNonNull(vectors.get(text), "no vector was given"))
            .toList());
  }
}
