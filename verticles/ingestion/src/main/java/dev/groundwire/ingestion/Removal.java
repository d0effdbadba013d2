package dev.groundwire.ingestion;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.retrieval.ForgetDocument;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.outbox.Outbox;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.UUID;

/** Deletes documents, and lets everybody know. */
final class Removal {
  private final CatalogRepository documents;
  private final Outbox outbox;
  private final Bus bus;

  Removal(CatalogRepository documents, Outbox outbox, Bus bus) {
    this.documents = documents;
    this.outbox = outbox;
    this.bus = bus;
  }

  /** What is to be told of it once it is committed; empty when there is no such document. */
  Optional<ForgetDocument> remove(
      SqlConnection tx, Tenant tenant, UUID documentId, String correlationId) {
    return documents
        .remove(tx, tenant, documentId)
        .map(version -> {
          outbox.append(
              tx,
              DocumentEvents.DELETED,
              tenant,
              documentId,
              new DocumentEvents.Deleted(documentId, version),
              correlationId);
          return new ForgetDocument(documentId, version);
        });
  }

  /** Hides it from searches before the fact reaches them. */
  void tell(ForgetDocument removed) {
    bus.hint(RetrievalBus.DOCUMENT_DELETED, removed);
  }
}
