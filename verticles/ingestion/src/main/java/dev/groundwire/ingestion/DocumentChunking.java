package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.ingestion.parse.ParseRefused;
import dev.groundwire.ingestion.parse.ParsedDocument;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.Traced;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;

/** Handles {@code document.received.v1}: bytes to text, text to chunks. */
final class DocumentChunking {
  private final DocumentCutting cutting;
  private final Database database;
  private final Outbox outbox;
  private final DocumentRepository documents;
  private final ChunkRepository chunks;
  private final DocumentReading reading;
  private final Progress progress;
  private final IngestionMeters meters;
  private final InboxLedger ledger = new InboxLedger(IngestionBus.CHUNK_DOCUMENT.name());

  DocumentChunking(
      DocumentCutting cutting,
      Database database,
      Outbox outbox,
      DocumentRepository documents,
      ChunkRepository chunks,
      DocumentReading reading,
      Progress progress,
      IngestionMeters meters) {
    this.cutting = cutting;
    this.database = database;
    this.outbox = outbox;
    this.documents = documents;
    this.chunks = chunks;
    this.reading = reading;
    this.progress = progress;
    this.meters = meters;
  }

  EventHandled chunk(EventEnvelope event) {
    DocumentEvents.Received received = DocumentEvents.RECEIVED.read(event);
    Optional<Document> found =
        database.inTenant(
            event.organizationId(),
            tx -> {
              documents.enter(
                  tx, received.documentId(), received.version(), DocumentStatus.PARSING);
              return documents.find(tx, received.documentId(), received.version());
            });
    if (found.isEmpty() || found.get().status() != DocumentStatus.PARSING) {
      return new EventHandled(false); // deleted, or restarted, or ended
    }
    Document document = found.get();
    progress.tell(document, DocumentStatus.PARSING, 0, 0);
    try {
      ParsedDocument parsed =
          Traced.call(DocumentSpans.parse(document), span -> reading.read(document));
      DocumentCutting.Cut cut =
          Traced.call(DocumentSpans.chunk(document), span -> cut(document, parsed, span));
      return store(document, event, cut);
    } catch (ParseRefused refused) {
      // The inbox then keeps it as a dead letter and gives the document up, both for good.
      throw new BusFailure(FailureCode.UNPROCESSABLE, String.valueOf(refused.getMessage()));
    }
  }

  private DocumentCutting.Cut cut(Document document, ParsedDocument parsed, Span span) {
    database.inTenant(
        document.tenant().organizationId(),
        tx -> documents.enter(tx, document.id(), document.version(), DocumentStatus.CHUNKING));
    progress.tell(document, DocumentStatus.CHUNKING, 0, 0);
    DocumentCutting.Cut cut = cutting.cut(parsed);
    int pieces = cut.text().chunks().size();
    span.setAttribute(DocumentSpans.CHUNKS, pieces);
    meters.chunked(document.mediaType(), pieces);
    return cut;
  }

  private EventHandled store(Document document, EventEnvelope event, DocumentCutting.Cut cut) {
    int count = cut.text().chunks().size();
    boolean stored =
        database.inTenant(
            event.organizationId(),
            tx -> {
              if (!ledger.firstTime(tx, event)
                  || !documents.chunked(tx, document, cut.text(), cut.model())) {
                return false;
              }
              chunks.removeAll(tx, document.id());
              chunks.add(tx, document, cut.text());
              outbox.append(
                  tx,
                  DocumentEvents.CHUNKED,
                  document.id(),
                  new DocumentEvents.Chunked(document.id(), document.version(), count),
                  event);
              return true;
            });
    if (stored) {
      meters.stored(count);
      progress.tell(document, DocumentStatus.EMBEDDING, 0, count);
    }
    return new EventHandled(stored);
  }
}
