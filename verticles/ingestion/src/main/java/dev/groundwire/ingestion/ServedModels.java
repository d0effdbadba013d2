package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.platform.bus.Bus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The models that the embedding room has. For virtual threads. */
final class ServedModels {
  private final Bus bus;
  private final Duration deadline;

  ServedModels(Bus bus, Duration deadline) {
    this.bus = bus;
    this.deadline = deadline;
  }

  /** The one that is served first, and what is served besides. */
  ModelDescribed first() {
    return bus.request(EmbeddingBus.DESCRIBE_MODEL, new DescribeModel(), deadline).await();
  }

  /**
   * @return empty when it is not served
   */
  Optional<ModelDescribed> find(String model) {
    try {
      return Optional.of(
              bus.request(
                      EmbeddingBus.DESCRIBE_MODEL, new DescribeModel(Optional.of(model)), deadline)
                  .await())
          // A node of the release before describes the only one it has.
          .filter(described -> described.model().equals(model));
    } catch (BusFailure failure) {
      if (failure.code() == FailureCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /**
   * Vectors of what was cut for another model, after all else that is to be embedded.
   *
   * @return empty when the model is not served
   */
  Optional<List<float[]>> embedAgain(String model, List<String> texts) {
    try {
      TextsEmbedded embedded =
          bus.request(
                  EmbeddingBus.EMBED_TEXTS,
                  new EmbedTexts(EmbedTexts.Purpose.BACKFILL, texts, Optional.of(model)),
                  deadline)
              .await();
      return Optional.of(embedded)
          .filter(answer -> answer.model().equals(model))
          .map(TextsEmbedded::vectors);
    } catch (BusFailure failure) {
      if (failure.code() == FailureCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
