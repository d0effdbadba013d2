package dev.groundwire.gateway.documents;

import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Wires the routes of documents. */
public final class DocumentRoutes {
  private final ProgressStreams progress;
  private final List<ApiRoute> routes;

  public DocumentRoutes(Vertx vertx, Bus bus, Workspaces workspaces, Parts parts) {
    Duration deadline = parts.deadline;
    ContentStore store = parts.store;
    this.progress =
        new ProgressStreams(
            vertx, bus, deadline, new ProgressWatch.Pace(parts.poll, parts.heartbeat));
    this.routes =
        List.of(
            new UploadRoute(
                workspaces,
                parts.json,
                store,
                new Registration(bus, store, deadline),
                parts.ids,
                parts.limits),
            new ListDocumentsRoute(workspaces, bus, deadline),
            new WatchDocumentsRoute(workspaces, parts.streams, progress),
            new FindDocumentRoute(workspaces, bus, deadline),
            new DeleteDocumentRoute(workspaces, bus, deadline),
            new ReadContentRoute(workspaces, bus, store, deadline, parts.slowest),
            new ListChunksRoute(workspaces, bus, deadline),
            new WatchDocumentRoute(workspaces, parts.streams, progress));
  }

  /** Completes when hints of progress arrive. */
  public Future<Void> listen() {
    return progress.listen();
  }

  /** Progress of a whole workspace has no end of its own. */
  public void endStreams() {
    progress.endAll();
  }

  /** A fixed path stands before one with a parameter at its place. */
  public List<ApiRoute> routes() {
    return routes;
  }

  /**
   * What the routes of documents need beside bus and workspaces.
   *
   * @param deadline for what a room is asked
   * @param slowest a client that takes nothing for so long is dropped
   * @param poll between two look-ups of progress that moves
   */
  public record Parts(
      JsonBody json,
      ContentStore store,
      Supplier<UUID> ids,
      UploadLimits limits,
      StreamSlots streams,
      Duration deadline,
      Duration slowest,
      Duration poll,
      Duration heartbeat) {}
}
