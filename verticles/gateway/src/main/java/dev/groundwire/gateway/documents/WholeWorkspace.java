package dev.groundwire.gateway.documents;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Page;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentProgressed;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.DocumentsListed;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListDocuments;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All documents of a workspace, for as long as somebody watches. */
final class WholeWorkspace implements Watched {
  /** Older documents that a look-up asks for one by one; the rest has its turn next time. */
  private static final int SINGLY = 16;

  private final Bus bus;
  private final Duration deadline;
  private final Tenant tenant;
  private boolean begun;

  WholeWorkspace(Bus bus, Duration deadline, Tenant tenant) {
    this.bus = bus;
    this.deadline = deadline;
    this.tenant = tenant;
  }

  @Override
  public boolean concerns(DocumentProgressed hint) {
    return true;
  }

  @Override
  public boolean isFinished(ProgressLog log) {
    return false;
  }

  @Override
  public Future<Void> lookUp(ProgressLog log) {
    Page newest = new Page(Page.MAX_LIMIT, Optional.empty());
    return bus.request(IngestionBus.LIST_DOCUMENTS, new ListDocuments(tenant, newest), deadline)
        .compose(listed -> take(listed, log));
  }

  private Future<Void> take(DocumentsListed listed, ProgressLog log) {
    Set<UUID> seen = new HashSet<>();
    for (DocumentView document : listed.items()) {
      ProgressEvent event = ProgressEvent.of(document);
      seen.add(document.id());
      if (!begun && document.status().isEnd() && log.statusOf(document.id()) == null) {
        log.ignore(event);
      } else {
        log.lookedUp(event);
      }
    }
    begun = true;
    List<Future<Void>> older =
        log.unfinished().stream()
            .filter(id -> !seen.contains(id))
            .limit(SINGLY)
            .map(id -> lookUp(id, log))
            .toList();
    return Future.all(older).mapEmpty();
  }

  private Future<Void> lookUp(UUID id, ProgressLog log) {
    return bus.request(IngestionBus.FIND_DOCUMENT, new FindDocument(tenant, id), deadline)
        .onSuccess(found -> log.lookedUp(ProgressEvent.of(found.document())))
        .<Void>mapEmpty()
        .recover(failure -> deleted(id, log, failure));
  }

  private static Future<Void> deleted(UUID id, ProgressLog log, Throwable failure) {
    if (failure instanceof BusFailure known && known.code() == FailureCode.NOT_FOUND) {
      log.forget(id);
      return Future.succeededFuture();
    }
    return Future.failedFuture(failure);
  }
}
