package dev.groundwire.retrieval;

import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.retrieval.index.ModelVector;
import java.time.Duration;
import java.util.List;

/** Asks the embedding room for the vector of a question. */
final class QuestionEmbedding {
  private final Bus bus;
  private final Duration timeout;

  QuestionEmbedding(Bus bus, Duration timeout) {
    this.bus = bus;
    this.timeout = timeout;
  }

  /**
   * The vector of the question, or of as much of its beginning as fits the model's window: the room
   * cuts questions itself. Fails as the room fails: a search for meaning is not answered by words
   * alone.
   */
  ModelVector of(String question) {
    TextsEmbedded embedded =
        bus.request(
                EmbeddingBus.EMBED_TEXTS,
                new EmbedTexts(EmbedTexts.Purpose.QUERY, List.of(question)),
                timeout)
            .await();
    return new ModelVector(embedded.model(), embedded.vectors().getFirst());
  }
}
