package dev.groundwire.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The public port and the operators' one. */
final class Doors {
  private final HttpDoor door;
  private final GatewayConfig config;
  private final List<HttpServer> open = new ArrayList<>();

  Doors(HttpDoor door, GatewayConfig config) {
    this.door = door;
    this.config = config;
  }

  Future<ListeningPorts> open(Wiring.Routers routers) {
    GatewayConfig.Http http = config.http();
    GatewayConfig.Management management = config.management();
    return door.open(http.host(), http.port(), "HTTP_PORT", routers.open())
        .onSuccess(open::add)
        .compose(ignored ->
            door.open(
                management.host(), management.port(), "MANAGEMENT_PORT", routers.management()))
        .onSuccess(open::add)
        .map(ignored ->
            new ListeningPorts(open.getFirst().actualPort(), open.getLast().actualPort()));
  }

  /** Stops accepting, the public port first, and lets open requests end up to the deadline. */
  Future<Void> close(Duration deadline) {
    Future<Void> closed = Future.succeededFuture();
    for (HttpServer server : open) {
      closed = closed.compose(ignored -> HttpDoor.close(server, deadline));
    }
    return closed;
  }
}
