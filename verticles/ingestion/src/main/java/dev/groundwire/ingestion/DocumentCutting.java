package dev.groundwire.ingestion;

import dev.groundwire.bus.embedding.CountTokens;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.ingestion.chunk.Chunk;
import dev.groundwire.ingestion.parse.ParsedDocument;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Database;
import java.util.List;
import java.util.Optional;

/** Cuts a text into chunks as the embedding model takes them. */
final class DocumentCutting {
  private final IngestionConfig config;
  private final Bus bus;
  private final Database database;
  private final ServedModels models;
  private final DocumentReading reading;
  private final GenerationRepository generations = new GenerationRepository();

  DocumentCutting(
      IngestionConfig config,
      Bus bus,
      Database database,
      ServedModels models,
      DocumentReading reading) {
    this.config = config;
    this.bus = bus;
    this.database = database;
    this.models = models;
    this.reading = reading;
  }

  /** Chunks, and the model that they were sized for. */
  record Cut(ChunkedText text, String model) {}

  Cut cut(ParsedDocument parsed) {
    ModelDescribed model =
        database
            .asSystem(generations::current)
            .flatMap(current -> models.find(current.model()))
            .orElseGet(models::first);
    List<Chunk> pieces =
        reading.chunk(parsed, model.passageTokens(), texts -> count(texts, model.model()));
    return new Cut(new ChunkedText(parsed, pieces), model.model());
  }

  private List<Integer> count(List<String> texts, String model) {
    return bus.request(
            EmbeddingBus.COUNT_TOKENS,
            new CountTokens(texts, Optional.of(model)),
            config.embedDeadline())
        .await()
        .counts();
  }
}
