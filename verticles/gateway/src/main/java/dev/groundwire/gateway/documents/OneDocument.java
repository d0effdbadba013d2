package dev.groundwire.gateway.documents;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentProgressed;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/** One document, watched until it is ready or failed. */
record OneDocument(Bus bus, Duration deadline, Tenant tenant, UUID id) implements Watched {
  @Override
  public boolean concerns(DocumentProgressed hint) {
    return hint.documentId().equals(id);
  }

  @Override
  public Future<Void> lookUp(ProgressLog log) {
    return bus.request(IngestionBus.FIND_DOCUMENT, new FindDocument(tenant, id), deadline)
        .onSuccess(found -> log.lookedUp(ProgressEvent.of(found.document())))
        .mapEmpty();
  }

  @Override
  public boolean isFinished(ProgressLog log) {
    DocumentStatus status = log.statusOf(id);
    return status != null && status.isEnd();
  }
}
