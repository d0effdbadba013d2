package dev.groundwire.retrieval;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.retrieval.index.ModelVector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the embedding room for the vector of a question. */
final class QuestionEmbedding {
  private final Bus bus;
  private final Duration timeout;
  private final Supplier<Optional<String>> model;

  /**
   * @param model that searches use now; empty for the one that is served first
   */
  QuestionEmbedding(Bus bus, Duration timeout, Supplier<Optional<String>> model) {
    this.bus = bus;
    this.timeout = timeout;
    this.model = model;
  }

  /**
   * The vector of the question, or of as much of its beginning as fits the model's window: the room
   * cuts questions itself. Fails as the room fails: a search for meaning is not answered by words
   * alone.
   */
  ModelVector of(String question) {
    try {
      return embed(question, model.get());
    } catch (BusFailure failure) {
      // The configuration names another model since the last start; that one is about to be used.
      if (failure.code() == FailureCode.NOT_FOUND) {
        return embed(question, Optional.empty());
      }
      throw failure;
    }
  }

  /** The same by that model; fails as {@code NOT_FOUND} where it is not served. */
  ModelVector of(String question, String asked) {
    ModelVector vector = embed(question, Optional.of(asked));
    if (!vector.model().equals(asked)) {
      throw new BusFailure(FailureCode.NOT_FOUND, asked + " is not served by every node.");
    }
    return vector;
  }

  private ModelVector embed(String question, Optional<String> asked) {
    TextsEmbedded embedded =
        bus.request(
                EmbeddingBus.EMBED_TEXTS,
                new EmbedTexts(EmbedTexts.Purpose.QUERY, List.of(question), asked),
                timeout)
            .await();
    return new ModelVector(embedded.model(), embedded.vectors().getFirst());
  }
}
