package dev.groundwire.gateway.documents;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentRegistered;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.RegisterDocument;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes documents of stored files. */
final class Registration {
  private final Bus bus;
  private final ContentStore store;
  private final Duration deadline;

  Registration(Bus bus, ContentStore store, Duration deadline) {
    this.bus = bus;
    this.store = store;
    this.deadline = deadline;
  }

  /** One after the other, so that equal files of one upload find each other. */
  Future<List<Uploaded>> register(
      Tenant tenant, List<StoredFile> files, List<String> tags, String correlationId) {
    List<Uploaded> documents = new ArrayList<>();
    Future<Void> done = Future.succeededFuture();
    for (StoredFile file : files) {
      done =
          done.compose(ignored -> register(tenant, file, tags, correlationId))
              .map(uploaded -> {
                documents.add(uploaded);
                return null;
              });
    }
    return done.map(ignored -> documents);
  }

  private Future<Uploaded> register(
      Tenant tenant, StoredFile file, List<String> tags, String correlationId) {
    RegisterDocument request =
        new RegisterDocument(
            tenant,
            file.id(),
            file.name(),
            file.mediaType(),
            file.bytes(),
            file.sha256(),
            tags,
            correlationId);
    return bus.request(IngestionBus.REGISTER_DOCUMENT, request, deadline)
        .recover(failure -> forget(tenant, file, failure))
        .compose(registered -> settle(tenant, file, registered));
  }

  private Future<Uploaded> settle(Tenant tenant, StoredFile file, DocumentRegistered registered) {
    DocumentView document = registered.document();
    Uploaded uploaded =
        new Uploaded(
            document.id(),
            document.name(),
            document.status(),
            document.sha256(),
            registered.duplicateOf());
    return registered.duplicateOf().isEmpty()
        ? Future.succeededFuture(uploaded)
        : store.remove(tenant.organizationId(), file.id()).map(ignored -> uploaded);
  }

  /** Only a plain refusal is known to have left no document; else the sweep decides later. */
  private Future<DocumentRegistered> forget(Tenant tenant, StoredFile file, Throwable failure) {
    boolean refused =
        failure instanceof BusFailure known
            && !known.code().retryable()
            && known.code() != FailureCode.INTERNAL;
    Future<Void> removed =
        refused ? store.remove(tenant.organizationId(), file.id()) : Future.succeededFuture();
    return removed.compose(ignored -> Future.failedFuture(failure));
  }
}
