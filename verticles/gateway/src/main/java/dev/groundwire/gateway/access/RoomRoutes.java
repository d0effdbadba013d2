package dev.groundwire.gateway.access;

import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.Tenant;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes the calls that are one request to a room. For calls without a body: that would be gone. */
public final class RoomRoutes {
  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;

  public RoomRoutes(Workspaces workspaces, Bus bus, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.deadline = deadline;
  }

  /** For what belongs to the workspace {@code :ws}. */
  public <Q extends Record, R extends Record> ApiRoute inWorkspace(
      HttpMethod method,
      String path,
      RequestAddress<Q, R> room,
      BiFunction<RoutingContext, Tenant, Q> request,
      BiConsumer<RoutingContext, R> reply) {
    return route(method, path, room, workspaces::tenantOf, request, reply);
  }

  /** For what the caller's organization finds by its id alone. */
  public <Q extends Record, R extends Record> ApiRoute inOrganization(
      HttpMethod method,
      String path,
      RequestAddress<Q, R> room,
      BiFunction<RoutingContext, UUID, Q> request,
      BiConsumer<RoutingContext, R> reply) {
    return route(
        method,
        path,
        room,
        http -> Future.succeededFuture(Caller.of(http).organizationId()),
        request,
        reply);
  }

  private <O, Q extends Record, R extends Record> ApiRoute route(
      HttpMethod method,
      String path,
      RequestAddress<Q, R> room,
      Function<RoutingContext, Future<O>> owner,
      BiFunction<RoutingContext, O, Q> request,
      BiConsumer<RoutingContext, R> reply) {
    return new ApiRoute(
        method,
        path,
        http ->
            owner
                .apply(http)
                .compose(found -> bus.request(room, request.apply(http, found), deadline))
                .onSuccess(answer -> reply.accept(http, answer))
                .onFailure(http::fail));
  }
}
