package dev.groundwire.gateway.documents;

import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;

/** {@code GET /api/v1/workspaces/{ws}/documents/{id}}: one document and how far it has come. */
final class FindDocumentRoute implements ApiRoute {
  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;

  FindDocumentRoute(Workspaces workspaces, Bus bus, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public String path() {
    return "/api/v1/workspaces/:ws/documents/:id";
  }

  @Override
  public void handle(RoutingContext http) {
    UUID id = PathIds.of(http, "id");
    workspaces
        .tenantOf(http)
        .compose(tenant ->
            bus.request(IngestionBus.FIND_DOCUMENT, new FindDocument(tenant, id), deadline))
        .onSuccess(found -> JsonReply.ok(http, found.document()))
        .onFailure(http::fail);
  }
}
