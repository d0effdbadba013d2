package dev.groundwire.gateway.documents;

import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.StreamSlots;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/v1/workspaces/{ws}/documents/events}: progress of all. */
final class WatchDocumentsRoute implements ApiRoute {
  private final Workspaces workspaces;
  private final StreamSlots streams;
  private final ProgressStreams progress;

  WatchDocumentsRoute(Workspaces workspaces, StreamSlots streams, ProgressStreams progress) {
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
    return "/api/v1/workspaces/:ws/documents/events";
  }

  @Override
  public void handle(RoutingContext http) {
    EventStream stream = streams.open(http);
    workspaces
        .tenantOf(http)
        .onSuccess(tenant -> progress.ofWorkspace(stream, tenant))
        .onFailure(stream::fail);
  }
}
