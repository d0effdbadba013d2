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
    HttpServerResponse response = http.response();
    if (!response.closed()) {
      response
          .setStatusCode(status)
          .putHeader("Content-Type", "application/json")
          .putHeader("Cache-Control", "no-store")
          .end(Buffer.buffer(RecordJson.writeBytes(body)));
    }
  }

  /** {@code 204}, or another status without a body. */
  public static void empty(RoutingContext http, int status) {
    if (!http.response().closed()) {
      http.response().setStatusCode(status).end();
    }
  }
}
