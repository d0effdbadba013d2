package dev.groundwire.gateway.documents;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.DocumentFound;
import dev.groundwire.bus.ingestion.DocumentView;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** {@code GET /api/v1/workspaces/{ws}/documents/{id}/content}: the original, to be saved. */
final class ReadContentRoute implements Handler<RoutingContext> {
  /** Small enough that a slow line takes one within the deadline. */
  private static final int SLICE = 1 << 16;

  /** Types in which no browser runs anything. */
  private static final Set<String> HARMLESS = Set.of("text/plain", "application/pdf");

  private final Workspaces workspaces;
  private final Bus bus;
  private final ContentStore store;
  private final Duration deadline;
  private final Duration slowest;

  /**
   * @param slowest a client that does not take a slice within it is dropped
   */
  ReadContentRoute(
      Workspaces workspaces, Bus bus, ContentStore store, Duration deadline, Duration slowest) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.store = store;
    this.deadline = deadline;
    this.slowest = slowest;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID id = PathIds.of(http, "id");
    workspaces
        .tenantOf(http)
        .compose(tenant ->
            bus.request(IngestionBus.FIND_DOCUMENT, new FindDocument(tenant, id), deadline)
                .compose(found -> send(http.response(), tenant, found)))
        .onFailure(http::fail);
  }

  private Future<Void> send(HttpServerResponse response, Tenant tenant, DocumentFound found) {
    return store
        .find(tenant.organizationId(), found.contentId(), 0)
        .map(part -> part.orElseThrow(ReadContentRoute::gone))
        .compose(first -> {
          head(response, found.document());
          return sendFrom(response, tenant, found.contentId(), 0, first);
        })
        .compose(ignored -> response.end());
  }

  private static void head(HttpServerResponse response, DocumentView document) {
    String type = document.mediaType();
    response
        .putHeader("Content-Length", Long.toString(document.bytes()))
        .putHeader("Content-Type", HARMLESS.contains(type) ? type : "application/octet-stream")
        .putHeader("Content-Disposition", FileName.attachment(document.name()))
        .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
        .putHeader("Cache-Control", "private, no-cache");
  }

  private Future<Void> sendFrom(
      HttpServerResponse response, Tenant tenant, UUID contentId, int partNo, Buffer part) {
    return sliced(response, part, 0)
        .compose(ignored -> store.find(tenant.organizationId(), contentId, partNo + 1))
        .compose(next ->
            next.isEmpty()
                ? Future.succeededFuture()
                : sendFrom(response, tenant, contentId, partNo + 1, next.get()));
  }

  private Future<Void> sliced(HttpServerResponse response, Buffer part, int from) {
    if (from >= part.length()) {
      return Future.succeededFuture();
    }
    int to = Math.min(from + SLICE, part.length());
    return response
        .write(part.getBuffer(from, to))
        .timeout(slowest.toMillis(), TimeUnit.MILLISECONDS)
        .recover(ReadContentRoute::clientLeft)
        .compose(ignored -> sliced(response, part, to));
  }

  /** No fault of ours: a failure that is not logged, and that nobody is left to read. */
  private static Future<Void> clientLeft(Throwable cause) {
    return Future.failedFuture(
        new BusFailure(FailureCode.TIMEOUT, "The client took the content too slowly, or left."));
  }

  private static BusFailure gone() {
    return new BusFailure(FailureCode.NOT_FOUND, "The original of this document is not stored.");
  }
}
