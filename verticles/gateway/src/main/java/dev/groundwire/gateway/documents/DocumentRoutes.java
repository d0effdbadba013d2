package dev.groundwire.gateway.documents;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.groundwire.bus.ingestion.DeleteDocument;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListChunks;
import dev.groundwire.bus.ingestion.ListDocuments;
import dev.groundwire.gateway.access.RoomRoutes;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PageQuery;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.RequestIds;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The calls about documents. */
public final class DocumentRoutes {
  private static final String ALL = "/api/v1/workspaces/:ws/documents";
  private static final String ONE = ALL + "/:id";

  private final ProgressStreams progress;
  private final List<ApiRoute> routes;

  public DocumentRoutes(Vertx vertx, Bus bus, Workspaces workspaces, Parts parts) {
    Duration deadline = parts.deadline;
    ContentStore store = parts.store;
    RoomRoutes room = new RoomRoutes(workspaces, bus, deadline);
    this.progress = new ProgressStreams(vertx, bus, workspaces, parts.streams, parts.poll);
    UploadRoute uploads =
        new UploadRoute(
            workspaces,
            parts.json,
            store,
            new Registration(bus, store, deadline),
            parts.ids,
            parts.limits,
            parts.uploads);
    this.routes =
        List.of(
            new ApiRoute(POST, ALL, uploads),
            room.inWorkspace(
                GET,
                ALL,
                IngestionBus.LIST_DOCUMENTS,
                (http, tenant) -> new ListDocuments(tenant, PageQuery.of(http)),
                JsonReply::ok),
            progress.route(
                ALL + "/events", (http, tenant) -> new WholeWorkspace(bus, deadline, tenant)),
            room.inWorkspace(
                GET,
                ONE,
                IngestionBus.FIND_DOCUMENT,
                (http, tenant) -> new FindDocument(tenant, PathIds.of(http, "id")),
                (http, found) -> JsonReply.ok(http, found.document())),
            room.inWorkspace(
                DELETE,
                ONE,
                IngestionBus.DELETE_DOCUMENT,
                (http, tenant) ->
                    new DeleteDocument(tenant, PathIds.of(http, "id"), RequestIds.of(http)),
                (http, done) -> JsonReply.empty(http, 204)),
            new ApiRoute(
                GET,
                ONE + "/content",
                new ReadContentRoute(workspaces, bus, store, deadline, parts.slowest)),
            room.inWorkspace(
                GET,
                ONE + "/chunks",
                IngestionBus.LIST_CHUNKS,
                (http, tenant) ->
                    new ListChunks(tenant, PathIds.of(http, "id"), PageQuery.of(http)),
                JsonReply::ok),
            progress.route(
                ONE + "/events",
                (http, tenant) -> new OneDocument(bus, deadline, tenant, PathIds.of(http, "id"))));
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
   * @param uploads that are being received, by all instances of the node
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
      AtomicInteger uploads,
      Duration deadline,
      Duration slowest,
      Duration poll) {}
}
