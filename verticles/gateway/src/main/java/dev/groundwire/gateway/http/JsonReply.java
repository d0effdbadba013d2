package dev.groundwire.gateway.http;

import dev.groundwire.bus.RecordJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Sends records as JSON. */
public final class JsonReply {
  private JsonReply() {}

  public static void ok(RoutingContext http, Object body) {
    send(http, 200, body);
  }

  /** Nothing is sent to a client that has left. */
  public static void send(RoutingContext http, int status, Object body) {
    if (isHeard(http)) {
      send(http, status, Buffer.buffer(RecordJson.writeBytes(body)));
    }
  }

  /** The same of JSON that is written already. */
  public static void send(RoutingContext http, int status, Buffer json) {
    if (isHeard(http)) {
      http.response()
          .setStatusCode(status)
          .putHeader("Content-Type", "application/json")
          .putHeader("Cache-Control", "no-store");
      end(http, status, json);
    }
  }

  /** {@code 204}, or another status without a body. */
  public static void empty(RoutingContext http, int status) {
    if (isHeard(http)) {
      http.response().setStatusCode(status);
      end(http, status, Buffer.buffer());
    }
  }

  /** By the client, or by who keeps the response for it. */
  private static boolean isHeard(RoutingContext http) {
    HttpServerResponse response = http.response();
    return !response.closed() || (ReplyWitness.of(http) != null && !response.headWritten());
  }

  private static void end(RoutingContext http, int status, Buffer body) {
    ReplyWitness.tell(
        http,
        status,
        body,
        () -> {
          if (!http.response().closed()) {
            http.response().end(body);
          }
        });
  }
}
