package dev.groundwire.gateway;

import dev.groundwire.gateway.access.Authentication;
import dev.groundwire.gateway.health.HealthRoutes;
import dev.groundwire.gateway.health.MetricsRoute;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.HttpRefusal;
import dev.groundwire.gateway.http.OriginGuard;
import dev.groundwire.gateway.http.ProblemHandler;
import dev.groundwire.gateway.http.RequestIds;
import dev.groundwire.gateway.http.SecurityHeaders;
import dev.groundwire.gateway.page.WebPage;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Puts the routes behind what all of them share. */
final class PublicRouter {
  private PublicRouter() {}

  static Router of(
      Vertx vertx,
      boolean guarded,
      Authentication authentication,
      List<ApiRoute> routes,
      HealthRoutes health,
      ProblemHandler problems) {
    Router router = bare(vertx, problems);
    if (guarded) {
      router.route().handler(new OriginGuard());
    }
    health.mount(router);
    router.route("/api/*").handler(authentication);
    router.route("/v1/*").handler(authentication);
    Map<String, TreeSet<String>> methods = new LinkedHashMap<>();
    for (ApiRoute route : routes) {
      router.route(route.method(), route.path()).handler(route.handler());
      methods.computeIfAbsent(route.path(), ignored -> new TreeSet<>()).add(route.method().name());
    }
    methods.forEach((path, allowed) ->
        router
            .route(path)
            .handler(http -> {
              throw wrongMethod(String.join(", ", allowed));
            }));
    router.route().handler(new WebPage(vertx));
    return router;
  }

  /** For operators: health and metrics, and nothing of anybody's data. */
  static Router management(Vertx vertx, HealthRoutes health, ProblemHandler problems) {
    Router router = bare(vertx, problems);
    health.mount(router);
    router.get("/metrics").handler(new MetricsRoute(vertx));
    return router;
  }

  private static Router bare(Vertx vertx, ProblemHandler problems) {
    Router router = Router.router(vertx);
    router.route().failureHandler(problems);
    for (int status : new int[] {400, 404, 405, 500}) {
      router.errorHandler(status, problems.ofStatus(status));
    }
    router.route().handler(new RequestIds()).handler(new SecurityHeaders());
    return router;
  }

  private static HttpRefusal wrongMethod(String allowed) {
    return new HttpRefusal(405, "This path takes " + allowed + ".", Map.of("Allow", allowed));
  }
}
