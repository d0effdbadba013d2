package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.TextsEmbedded;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Handles {@code document.chunked.v1}: a vector for each chunk. Each batch is stored as it comes,
 * so that a crash costs one batch, not the document.
 */
final class DocumentEmbedding {
  private final IngestionConfig config;
  private final Bus bus;
  private final Database database;
  private final Outbox outbox;
  private final DocumentRepository documents;
  private final ChunkRepository chunks;
  private final FurtherVectors further;
  private final Progress progress;
  private final InboxLedger ledger = new InboxLedger(IngestionBus.EMBED_DOCUMENT.name());

  DocumentEmbedding(
      IngestionConfig config,
      Bus bus,
      Database database,
      Outbox outbox,
      DocumentRepository documents,
      ChunkRepository chunks,
      FurtherVectors further,
      Progress progress) {
    this.config = config;
    this.bus = bus;
    this.database = database;
    this.outbox = outbox;
    this.documents = documents;
    this.chunks = chunks;
    this.further = further;
    this.progress = progress;
  }

  EventHandled embed(EventEnvelope event) {
    DocumentEvents.Chunked chunked = DocumentEvents.CHUNKED.read(event);
    Optional<Document> found =
        database.inTenant(
            event.organizationId(),
            tx -> documents.find(tx, chunked.documentId(), chunked.version()));
    if (found.isEmpty() || found.get().status() != DocumentStatus.EMBEDDING) {
      return new EventHandled(false); // deleted, or restarted, or ended
    }
    Document document = found.get();
    return isEmbedded(document, chunked.chunks())
        ? finish(document, event, chunked.chunks())
        : restart(document, event);
  }

  private boolean isEmbedded(Document document, int total) {
    try {
      return embedAll(document, total);
    } catch (BusFailure failure) {
      if (failure.code() == FailureCode.NOT_FOUND) {
        return false; // nobody has that model any more
      }
      throw failure;
    }
  }

  /**
   * While one batch is stored the next one is computed already, so the model does not wait.
   *
   * @return false when the model is no longer the one that the chunks were sized for
   */
  private boolean embedAll(Document document, int total) {
    int done =
        database.inTenant(
            document.tenant().organizationId(), tx -> chunks.countWithVector(tx, document));
    List<ChunkRepository.Pending> batch = next(document, -1);
    Future<TextsEmbedded> vectors = ask(document, batch);
    while (!batch.isEmpty()) {
      List<ChunkRepository.Pending> following = next(document, batch.getLast().ordinal());
      TextsEmbedded embedded = vectors.await();
      if (!embedded.model().equals(document.model())) {
        return false;
      }
      vectors = ask(document, following);
      store(document, batch, embedded);
      done += batch.size();
      progress.tell(document, DocumentStatus.EMBEDDING, done, total);
      batch = following;
    }
    return true;
  }

  private List<ChunkRepository.Pending> next(Document document, int after) {
    return database.inTenant(
        document.tenant().organizationId(),
        tx -> chunks.withoutVector(tx, document, after, config.embedBatch()));
  }

  private Future<TextsEmbedded> ask(Document document, List<ChunkRepository.Pending> batch) {
    if (batch.isEmpty()) {
      return Future.succeededFuture(new TextsEmbedded("", List.of()));
    }
    List<String> texts = batch.stream().map(ChunkRepository.Pending::text).toList();
    return bus.request(
        EmbeddingBus.EMBED_TEXTS,
        new EmbedTexts(EmbedTexts.Purpose.PASSAGE, texts, Optional.of(document.model())),
        config.embedDeadline());
  }

  /** Also says that the document is alive, so that a long one does not count as stuck. */
  private void store(
      Document document, List<ChunkRepository.Pending> batch, TextsEmbedded embedded) {
    database.inTenant(
        document.tenant().organizationId(),
        tx -> {
          // The document's row before those of its chunks, as a deletion takes them: no deadlock.
          boolean isCurrent =
              documents.enter(tx, document.id(), document.version(), DocumentStatus.EMBEDDING);
          if (isCurrent) {
            chunks.setVectors(tx, batch, embedded.vectors(), embedded.model());
          }
          return isCurrent;
        });
  }

  private enum End {
    FINISHED,
    VOID,
    /** Searches have been switched to another model meanwhile. */
    SWITCHED
  }

  private EventHandled finish(Document document, EventEnvelope event, int total) {
    End end = End.SWITCHED;
    while (end == End.SWITCHED) {
      end = finish(document, event, further.fill(document));
    }
    boolean first = end == End.FINISHED;
    if (first) {
      progress.tell(document, DocumentStatus.INDEXING, total, total);
    }
    return new EventHandled(first);
  }

  private End finish(Document document, EventEnvelope event, Optional<Generation> current) {
    return database.inTenant(
        event.organizationId(),
        tx -> {
          if (!further.isStill(tx, current)) {
            return End.SWITCHED;
          }
          if (!ledger.firstTime(tx, event)
              || !documents.enter(tx, document.id(), document.version(), DocumentStatus.INDEXING)) {
            return End.VOID;
          }
          outbox.append(
              tx,
              DocumentEvents.EMBEDDED,
              document.id(),
              new DocumentEvents.Embedded(document.id(), document.version(), document.model()),
              event);
          return End.FINISHED;
        });
  }

  private EventHandled restart(Document document, EventEnvelope event) {
    boolean first =
        database.inTenant(
            event.organizationId(),
            tx -> {
              if (!ledger.firstTime(tx, event)) {
                return false;
              }
              documents
                  .restart(tx, document.id(), document.version())
                  .ifPresent(version ->
                      outbox.append(
                          tx,
                          DocumentEvents.RECEIVED,
                          document.id(),
                          new DocumentEvents.Received(document.id(), version),
                          event));
              return true;
            });
    return new EventHandled(first);
  }
}
