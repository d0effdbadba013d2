package dev.groundwire.gateway.documents;

import dev.groundwire.bus.ingestion.DeleteDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.RequestIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;

/** {@code DELETE /api/v1/workspaces/{ws}/documents/{id}}: the document and all made of it. */
final class DeleteDocumentRoute implements ApiRoute {
  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;

  DeleteDocumentRoute(Workspaces workspaces, Bus bus, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.DELETE;
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
            bus.request(
                IngestionBus.DELETE_DOCUMENT,
                new DeleteDocument(tenant, id, RequestIds.of(http)),
                deadline))
        .onSuccess(done -> JsonReply.empty(http, 204))
        .onFailure(http::fail);
  }
}
