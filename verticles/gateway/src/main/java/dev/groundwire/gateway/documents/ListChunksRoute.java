package dev.groundwire.gateway.documents;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListChunks;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PageQuery;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;

/** {@code GET /api/v1/workspaces/{ws}/documents/{id}/chunks}: in document order. */
final class ListChunksRoute implements ApiRoute {
  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;

  ListChunksRoute(Workspaces workspaces, Bus bus, Duration deadline) {
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
    return "/api/v1/workspaces/:ws/documents/:id/chunks";
  }

  @Override
  public void handle(RoutingContext http) {
    UUID id = PathIds.of(http, "id");
    Page page = PageQuery.of(http);
    workspaces
        .tenantOf(http)
        .compose(tenant ->
            bus.request(IngestionBus.LIST_CHUNKS, new ListChunks(tenant, id, page), deadline))
        .onSuccess(listed -> JsonReply.ok(http, listed))
        .onFailure(http::fail);
  }
}
