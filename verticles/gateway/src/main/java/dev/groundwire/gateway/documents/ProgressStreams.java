package dev.groundwire.gateway.documents;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.StreamKind;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Runs the progress streams of one gateway, all fed by one subscription. */
final class ProgressStreams {
  private final Vertx vertx;
  private final Bus bus;
  private final Workspaces workspaces;
  private final StreamSlots slots;
  private final Duration poll;
  private final ProgressBoard board = new ProgressBoard();
  private final Set<EventStream> open = new HashSet<>();

  ProgressStreams(Vertx vertx, Bus bus, Workspaces workspaces, StreamSlots slots, Duration poll) {
    this.vertx = vertx;
    this.bus = bus;
    this.workspaces = workspaces;
    this.slots = slots;
    this.poll = poll;
  }

  /** Must be done before the first stream. */
  Future<Void> listen() {
    return bus.onHint(IngestionBus.DOCUMENT_PROGRESSED, board::post);
  }

  /** The call that streams the progress of what it watches. */
  ApiRoute route(String path, BiFunction<RoutingContext, Tenant, Watched> watched) {
    return new ApiRoute(
        HttpMethod.GET,
        path,
        http -> {
          EventStream stream = slots.open(http, StreamKind.PROGRESS);
          workspaces
              .tenantOf(http)
              .<Void>map(tenant -> {
                run(stream, tenant, watched.apply(http, tenant));
                return null;
              })
              .onFailure(stream::fail);
        });
  }

  /** Before a stop: watchers reconnect to a node that stays. */
  void endAll() {
    List.copyOf(open).forEach(EventStream::end);
  }

  private void run(EventStream stream, Tenant tenant, Watched watched) {
    open.add(stream);
    stream.onClose(() -> open.remove(stream));
    new ProgressWatch(vertx, board, poll, stream, watched).run(tenant);
  }
}
