package dev.groundwire.gateway.generations;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.groundwire.bus.RequestAddress;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListGenerations;
import dev.groundwire.bus.ingestion.RetireGeneration;
import dev.groundwire.bus.ingestion.SwitchGeneration;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The calls about generations of vectors, which are of all organizations: for whoever has the
 * service key.
 */
public final class GenerationRoutes {
  private static final String ALL = "/api/v1/embedding/generations";
  private static final String ONE = ALL + "/:id";

  private final Bus bus;
  private final Duration deadline;

  private GenerationRoutes(Bus bus, Duration deadline) {
    this.bus = bus;
    this.deadline = deadline;
  }

  public static List<ApiRoute> of(Bus bus, Duration deadline) {
    GenerationRoutes routes = new GenerationRoutes(bus, deadline);
    return List.of(
        routes.route(GET, ALL, IngestionBus.LIST_GENERATIONS, http -> new ListGenerations()),
        routes.route(
            POST,
            ONE + "/switch",
            IngestionBus.SWITCH_GENERATION,
            http -> new SwitchGeneration(id(http))),
        routes.route(
            DELETE, ONE, IngestionBus.RETIRE_GENERATION, http -> new RetireGeneration(id(http))));
  }

  private <Q extends Record, R extends Record> ApiRoute route(
      HttpMethod method,
      String path,
      RequestAddress<Q, R> room,
      Function<RoutingContext, Q> request) {
    return new ApiRoute(
        method,
        path,
        http -> {
          Caller.requireOperator(http);
          bus.request(room, request.apply(http), deadline)
              .onSuccess(answer -> JsonReply.ok(http, answer))
              .onFailure(http::fail);
        });
  }

  private static int id(RoutingContext http) {
    try {
      return Integer.parseInt(http.pathParam("id"));
    } catch (NumberFormatException unknown) {
      throw new HttpRefusal(404, "There is no such generation.", Map.of());
    }
  }
}
