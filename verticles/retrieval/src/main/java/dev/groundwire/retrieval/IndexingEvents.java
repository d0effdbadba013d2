package dev.groundwire.retrieval;

import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import java.util.UUID;

/**
 * Follows the facts about documents. The index is written first, and as often as an event comes:
 * that changes nothing. What others are told of it is committed once, with the ledger's row.
 */
final class IndexingEvents {
  private final Database database;
  private final Outbox outbox;
  private final IndexedDocuments documents;
  private final SearchMeters meters;
  private final InboxLedger indexed = new InboxLedger("retrieval.index-document");
  private final InboxLedger removed = new InboxLedger("retrieval.remove-document");

  IndexingEvents(
      Database database, Outbox outbox, IndexedDocuments documents, SearchMeters meters) {
    this.database = database;
    this.outbox = outbox;
    this.documents = documents;
    this.meters = meters;
  }

  /** Indexes a document whose chunks all have vectors, unless that version is void by now. */
  EventHandled index(EventEnvelope event) {
    DocumentEvents.Embedded embedded = DocumentEvents.EMBEDDED.read(event);
    boolean current = index(event.organizationId(), embedded);
    return database.inTenant(
        event.organizationId(),
        tx -> {
          boolean firstTime = indexed.firstTime(tx, event);
          if (firstTime && current) {
            outbox.append(
                tx,
                DocumentEvents.INDEXED,
                embedded.documentId(),
                new DocumentEvents.Indexed(embedded.documentId(), embedded.version()),
                event);
          }
          return new EventHandled(firstTime);
        });
  }

  /** Drops what is indexed of a document that was deleted or has failed. */
  EventHandled remove(EventEnvelope event) {
    try {
      drop(event);
      meters.removed();
    } catch (RuntimeException failure) {
      meters.failed();
      throw failure;
    }
    return database.inTenant(
        event.organizationId(), tx -> new EventHandled(removed.firstTime(tx, event)));
  }

  private void drop(EventEnvelope event) {
    if (event.type().equals(DocumentEvents.DELETED.name())) {
      documents.remove(DocumentEvents.DELETED.read(event).documentId(), Integer.MAX_VALUE);
    } else {
      DocumentEvents.Failed failed = DocumentEvents.FAILED.read(event);
      documents.remove(failed.documentId(), failed.version());
    }
  }

  private boolean index(UUID organizationId, DocumentEvents.Embedded embedded) {
    try {
      boolean isCurrent =
          documents.index(organizationId, embedded.documentId(), embedded.version());
      meters.indexed(isCurrent);
      return isCurrent;
    } catch (RuntimeException failure) {
      meters.failed();
      throw failure;
    }
  }
}
