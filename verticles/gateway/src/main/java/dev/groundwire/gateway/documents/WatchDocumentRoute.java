package dev.groundwire.gateway.documents;

import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.StreamSlots;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/**
 * {@code GET /api/v1/workspaces/{ws}/documents/{id}/events}: progress of one, until it is ready or
 * failed.
 */
final class WatchDocumentRoute implements ApiRoute {
  private final Workspaces workspaces;
  private final StreamSlots streams;
  private final ProgressStreams progress;

  WatchDocumentRoute(Workspaces workspaces, StreamSlots streams, ProgressStreams progress) {
    this.workspaces = workspaces;
    this.streams = streams;
    this.progress = progress;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public String path() {
    return "/api/v1/workspaces/:ws/documents/:id/events";
  }

  @Override
  public void handle(RoutingContext http) {
    UUID id = PathIds.of(http, "id");
    EventStream stream = streams.open(http);
    workspaces
        .tenantOf(http)
        .onSuccess(tenant -> progress.ofDocument(stream, tenant, id))
        .onFailure(stream::fail);
  }
}
