package dev.groundwire.llm.extractive;

import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbedTexts.Purpose;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The vectors of {@link Support#ANYTHING}, embedded once for a model. Confined to one context. */
final class Anything {
  private final Bus bus;
  private final Duration timeout;
  private Optional<TextsEmbedded> known = Optional.empty();

  Anything(Bus bus, Duration timeout) {
    this.bus = bus;
    this.timeout = timeout;
  }

  Future<List<float[]>> vectors(String model) {
    if (known.isPresent() && known.get().model().equals(model)) {
      return Future.succeededFuture(known.get().vectors());
    }
    return bus.request(
            EmbeddingBus.EMBED_TEXTS, new EmbedTexts(Purpose.SENTENCE, Support.ANYTHING), timeout)
        .onSuccess(embedded -> known = Optional.of(embedded))
        .map(TextsEmbedded::vectors);
  }
}
