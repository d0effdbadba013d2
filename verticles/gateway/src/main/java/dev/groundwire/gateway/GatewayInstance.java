package dev.groundwire.gateway;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a gateway has on one event loop: its routes, its doors and the connections that come in. */
final class GatewayInstance {
  private final Vertx vertx;
  private final GatewayConfig config;
  private final Wiring parts;
  private final HttpDoor door;
  private final List<HttpServer> open = new ArrayList<>();

  GatewayInstance(Vertx vertx, GatewayConfig config, Wiring parts) {
    this.vertx = vertx;
    this.config = config;
    this.parts = parts;
    this.door = new HttpDoor(vertx, config.http(), parts.problems());
  }

  Wiring parts() {
    return parts;
  }

  /**
   * @param port below 0: any free one, the same for all who say the same
   */
  Future<Integer> openPublic(int port, Router router) {
    return opened(door.open(config.http().host(), port, "HTTP_PORT", TracingPolicy.ALWAYS, router));
  }

  Future<Integer> openManagement(Router router) {
    GatewayConfig.Management management = config.management();
    return opened(
        door.open(
            management.host(), management.port(), "MANAGEMENT_PORT", TracingPolicy.IGNORE, router));
  }

  private Future<Integer> opened(Future<HttpServer> opening) {
    return opening.onSuccess(open::add).map(HttpServer::actualPort);
  }

  /**
   * Takes no more connections, and lets open requests and streams end up to the deadline. Whoever
   * still waits near its end is told so, instead of being cut off.
   */
  Future<Void> close() {
    parts.endEndlessStreams();
    Duration deadline = config.drainTimeout();
    long last =
        vertx.setTimer(
            Math.max(1, deadline.toMillis() * 9 / 10),
            fired -> parts.bus().failStreams(stopping()));
    return Future.all(
            open.stream()
                .map(server -> server.shutdown(deadline.toMillis(), TimeUnit.MILLISECONDS))
                .toList())
        .<Void>mapEmpty()
        .eventually(() -> {
          vertx.cancelTimer(last);
          return parts.bus().drain(deadline);
        });
  }

  private static BusFailure stopping() {
    return new BusFailure(
        FailureCode.UNAVAILABLE, "Groundwire is stopping; ask again.", Duration.ofSeconds(1));
  }
}
