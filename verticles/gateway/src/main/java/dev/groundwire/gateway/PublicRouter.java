package dev.groundwire.gateway;

import dev.groundwire.gateway.access.Authentication;
import dev.groundwire.gateway.health.GrpcHealth;
import dev.groundwire.gateway.health.HealthRoutes;
import dev.groundwire.gateway.health.LoggerRoutes;
import dev.groundwire.gateway.health.MetricsRoute;
import dev.groundwire.gateway.http.AccessLog;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.OriginGuard;
import dev.groundwire.gateway.http.ProblemHandler;
import dev.groundwire.gateway.http.RequestIds;
import dev.groundwire.gateway.http.SecurityHeaders;
import dev.groundwire.gateway.http.Visit;
import dev.groundwire.gateway.page.WebPage;
import dev.groundwire.platform.telemetry.LogLevels;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.LoggerFactory;

/** Puts the routes behind what all of them share. */
final class PublicRouter {
  private PublicRouter() {}

  static Router of(
      Vertx vertx,
      AccessLog access,
      boolean guarded,
      Authentication authentication,
      List<ApiRoute> routes,
      HealthRoutes health,
      GrpcHealth grpc,
      ProblemHandler problems) {
    Router router = bare(vertx, access, problems);
    if (guarded) {
      router.route().handler(new OriginGuard());
    }
    router.route().handler(grpc);
    health.mount(router);
    router.route("/api/*").handler(authentication);
    router.route("/v1/*").handler(authentication);
    Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
    for (ApiRoute route : routes) {
      router.route(route.method(), route.path()).handler(at(route)).handler(route.handler());
      methods.computeIfAbsent(route.path(), ignored -> new TreeSet<>()).add(route.method().name());
    }
    methods.forEach((path, allowed) ->
        router
            .route(path)
            .handler(at(Visit.template(path)))
            .handler(http -> {
              throw wrongMethod(String.join(", ", allowed));
            }));
    router.route().handler(new WebPage(vertx));
    return router;
  }

  /** For operators: health and metrics, and nothing of anybody's data. */
  static Router management(
      Vertx vertx, HealthRoutes health, JsonBody json, ProblemHandler problems) {
    Router router = bare(vertx, new AccessLog(Optional.empty()), problems);
    health.mount(router);
    router.get("/metrics").handler(quietly("/metrics")).handler(new MetricsRoute(vertx));
    for (ApiRoute route :
        LoggerRoutes.of(new LogLevels(vertx, LoggerFactory.getILoggerFactory()), json)) {
      router.route(route.method(), route.path()).handler(at(route)).handler(route.handler());
    }
    return router;
  }

  private static Router bare(Vertx vertx, AccessLog access, ProblemHandler problems) {
    Router router = Router.router(vertx);
    router.route().failureHandler(problems);
    for (int status : new int[] {400, 404, 405, 500}) {
      router.errorHandler(status, problems.ofStatus(status));
    }
    router.route().handler(new RequestIds()).handler(access).handler(new SecurityHeaders());
    for (String probe : HealthRoutes.PATHS) {
      router.route(probe).handler(quietly(probe));
    }
    return router;
  }

  private static Handler<RoutingContext> quietly(String template) {
    return http -> {
      Visit.quietlyAt(http, template);
      http.next();
    };
  }

  private static Handler<RoutingContext> at(ApiRoute route) {
    return at(Visit.template(route.path()));
  }

  private static Handler<RoutingContext> at(String template) {
    return http -> {
      Visit.at(http, template);
      http.next();
    };
  }

  private static HttpRefusal wrongMethod(String allowed) {
    return new HttpRefusal(405, "This path takes " + allowed + ".", Map.of("Allow", allowed));
  }
}
