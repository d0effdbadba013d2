package dev.groundwire.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The public port and the operators' one. */
final class Doors {
  private final HttpDoor door;
  private final GatewayConfig config;
  private final boolean isPublic;
  private final List<HttpServer> open = new ArrayList<>();

  /**
   * @param isPublic false for the operators' port alone
   */
  Doors(HttpDoor door, GatewayConfig config, boolean isPublic) {
    this.door = door;
    this.config = config;
    this.isPublic = isPublic;
  }

  Future<ListeningPorts> open(Wiring.Routers routers) {
    GatewayConfig.Http http = config.http();
    GatewayConfig.Management management = config.management();
    Future<Integer> opened =
        isPublic
            ? door.open(http.host(), http.port(), "HTTP_PORT", TracingPolicy.ALWAYS, routers.open())
                .onSuccess(open::add)
                .map(HttpServer::actualPort)
            : Future.succeededFuture(ListeningPorts.CLOSED);
    return opened.compose(port ->
        door.open(
                management.host(),
                management.port(),
                "MANAGEMENT_PORT",
                TracingPolicy.IGNORE,
                routers.management())
            .onSuccess(open::add)
            .map(server -> new ListeningPorts(port, server.actualPort())));
  }

  /** Takes no more connections, and lets open requests and streams end up to the deadline. */
  Future<Void> close(Duration deadline) {
    return Future.all(
            open.stream()
                .map(server -> server.shutdown(deadline.toMillis(), TimeUnit.MILLISECONDS))
                .toList())
        .mapEmpty();
  }
}
