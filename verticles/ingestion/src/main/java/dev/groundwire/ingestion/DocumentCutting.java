package dev.groundwire.ingestion;

import dev.groundwire.bus.embedding.CountTokens;
import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.ingestion.chunk.Chunk;
import dev.groundwire.ingestion.parse.ParsedDocument;
import dev.groundwire.platform.bus.Bus;
import java.util.List;

/** Cuts a text into chunks as the embedding model takes them. */
final class DocumentCutting {
  private final IngestionConfig config;
  private final Bus bus;
  private final DocumentReading reading;

  DocumentCutting(IngestionConfig config, Bus bus, DocumentReading reading) {
    this.config = config;
    this.bus = bus;
    this.reading = reading;
  }

  /** Chunks, and the model that they were sized for. */
  record Cut(ChunkedText text, String model) {}

  Cut cut(ParsedDocument parsed) {
    ModelDescribed model =
        bus.request(EmbeddingBus.DESCRIBE_MODEL, new DescribeModel(), config.embedDeadline())
            .await();
    List<Chunk> pieces = reading.chunk(parsed, model.passageTokens(), this::count);
    return new Cut(new ChunkedText(parsed, pieces), model.model());
  }

  private List<Integer> count(List<String> texts) {
    return bus.request(EmbeddingBus.COUNT_TOKENS, new CountTokens(texts), config.embedDeadline())
        .await()
        .counts();
  }
}
