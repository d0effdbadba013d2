package dev.groundwire.ingestion;

import dev.groundwire.bus.Done;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.event.Subscription;
import dev.groundwire.bus.ingestion.DocumentRevived;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.GiveUpDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ReviveDocument;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two ends of a document: ready, or failed with a reason and nothing left behind. From the
 * latter there is a way back.
 */
final class DocumentEnds {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentEnds.class);
  private static final int LONGEST_REASON = 1_000;

  private final Database database;
  private final Outbox outbox;
  private final DocumentRepository documents;
  private final ChunkRepository chunks;
  private final Progress progress;
  private final InboxLedger finished = new InboxLedger(IngestionBus.FINISH_DOCUMENT.name());

  DocumentEnds(
      Database database,
      Outbox outbox,
      DocumentRepository documents,
      ChunkRepository chunks,
      Progress progress) {
    this.database = database;
    this.outbox = outbox;
    this.documents = documents;
    this.chunks = chunks;
    this.progress = progress;
  }

  /** Handles {@code document.indexed.v1}. */
  EventHandled finish(EventEnvelope event) {
    DocumentEvents.Indexed indexed = DocumentEvents.INDEXED.read(event);
    Optional<Document> ready =
        database.inTenant(
            event.organizationId(),
            tx -> {
              if (!finished.firstTime(tx, event)
                  || !documents.enter(
                      tx, indexed.documentId(), indexed.version(), DocumentStatus.READY)) {
                return Optional.empty();
              }
              return documents.find(tx, indexed.documentId(), indexed.version());
            });
    ready.ifPresent(document -> {
      progress.tell(document, DocumentStatus.READY, 1, 1);
      LOG.atInfo().addKeyValue("document", document.id()).log("document ready");
    });
    return new EventHandled(ready.isPresent());
  }

  /**
   * Takes an event that no handler could handle. It is noted as handled: a try that succeeded
   * before stands, and one that still goes on changes nothing.
   */
  Done giveUp(GiveUpDocument asked) {
    EventEnvelope event = asked.event();
    // Every fact about a document names it and its version first.
    DocumentEvents.Received about = DocumentEvents.RECEIVED.read(event);
    UUID id = about.documentId();
    Optional<Document> failed =
        database.inTenant(
            event.organizationId(),
            tx -> {
              if (!firstTime(tx, event)) {
                return Optional.empty();
              }
              Optional<Document> found = documents.find(tx, id, about.version());
              return found.filter(document -> fail(tx, id, about.version(), asked.reason(), event));
            });
    failed.ifPresent(document -> tell(document, asked.reason()));
    return new Done();
  }

  private static boolean firstTime(SqlConnection tx, EventEnvelope event) {
    return Subscription.to(event.type()).stream()
        .filter(subscription -> subscription.giveUp().isPresent())
        .map(subscription -> new InboxLedger(subscription.handler().name()))
        .allMatch(ledger -> ledger.firstTime(tx, event));
  }

  /**
   * Starts a document anew that was given up with that event. What was stored for it went then, so
   * it begins with its bytes, as another version: whatever is asked again for this one does
   * nothing.
   */
  DocumentRevived revive(ReviveDocument asked) {
    EventEnvelope event = asked.event();
    DocumentEvents.Received about = DocumentEvents.RECEIVED.read(event);
    UUID id = about.documentId();
    Optional<Document> revived =
        database.inTenant(
            event.organizationId(),
            tx -> {
              Optional<Integer> version = documents.restartFailed(tx, id, about.version());
              version.ifPresent(next ->
                  outbox.append(
                      tx,
                      DocumentEvents.RECEIVED,
                      id,
                      new DocumentEvents.Received(id, next),
                      event));
              return version.flatMap(next -> documents.find(tx, id, next));
            });
    revived.ifPresent(document -> {
      progress.tell(document, DocumentStatus.RECEIVED, 0, 0);
      LOG.atInfo().addKeyValue("document", id).log("document revived");
    });
    return new DocumentRevived(revived.isPresent());
  }

  private boolean fail(SqlConnection tx, UUID id, int version, String reason, EventEnvelope event) {
    String bounded = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    if (!documents.fail(tx, id, version, bounded)) {
      return false;
    }
    chunks.removeAll(tx, id);
    outbox.append(
        tx, DocumentEvents.FAILED, id, new DocumentEvents.Failed(id, version, bounded), event);
    return true;
  }

  private void tell(Document document, String reason) {
    progress.tell(document, DocumentStatus.FAILED, 0, 0);
    LOG.atWarn()
        .addKeyValue("document", document.id())
        .addKeyValue("reason", reason)
        .log("document failed");
  }
}
