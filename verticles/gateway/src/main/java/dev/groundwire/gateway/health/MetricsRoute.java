package dev.groundwire.gateway.health;

import dev.groundwire.platform.telemetry.MetricsPage;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/** {@code GET /metrics}: what Prometheus reads; as OpenMetrics, with exemplars, where it can. */
public final class MetricsRoute implements Handler<RoutingContext> {
  private final Vertx vertx;

  public MetricsRoute(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Written beside the event loop: some thousand lines would hold up streams. */
  @Override
  public void handle(RoutingContext http) {
    String accept = Objects.requireNonNullElse(http.request().getHeader("Accept"), "");
    vertx
        .executeBlocking(() -> Telemetry.of(vertx).page(accept), false)
        .onSuccess(page -> send(http, page))
        .onFailure(http::fail);
  }

  private static void send(RoutingContext http, Optional<MetricsPage> page) {
    page.ifPresentOrElse(
        metrics ->
            http.response().putHeader("Content-Type", metrics.contentType()).end(metrics.body()),
        () -> http.fail(404));
  }
}
