package dev.groundwire.llm.extractive;

import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** An embedding room without a model: texts are alike as far as they share words. */
public final class BagOfWords extends VerticleBase {
  private static final int DIMENSIONS = 1024;

  @Override
  public Future<?> start() {
    return new Bus(vertx).answer(EmbeddingBus.EMBED_TEXTS, 100, BagOfWords::embed);
  }

  private static TextsEmbedded embed(EmbedTexts request) {
    return new TextsEmbedded("bag", request.texts().stream().map(BagOfWords::vector).toList());
  }

  private static float[] vector(String text) {
    float[] vector = new float[DIMENSIONS];
    double length = 0;
    for (String term : Terms.of(text)) {
      vector[Math.floorMod(term.hashCode(), DIMENSIONS)] += 1;
    }
    for (float part : vector) {
      length += part * part;
    }
    for (int at = 0; at < DIMENSIONS; at++) {
      vector[at] /= (float) Math.sqrt(Math.max(1, length));
    }
    return vector;
  }
}
