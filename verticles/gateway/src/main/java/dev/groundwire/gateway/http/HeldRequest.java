package dev.groundwire.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * A request for which something is looked up before its route sees it. Its body is held back for
 * the route, which would else miss it; and whether its client stays is noticed, as a route that
 * begins after that is told nothing.
 */
public final class HeldRequest {
  private final RoutingContext http;
  private boolean left;

  private HeldRequest(RoutingContext http) {
    this.http = http;
    http.addEndHandler(ended -> {
      left = true;
      resume(http.request());
    });
  }

  /** To be called before the first wait. */
  public static HeldRequest watch(RoutingContext http) {
    return new HeldRequest(http);
  }

  /** The same, and nothing of the body comes until it goes on. */
  public static HeldRequest hold(RoutingContext http) {
    HeldRequest held = new HeldRequest(http);
    if (!http.request().isEnded()) {
      http.request().pause();
    }
    return held;
  }

  /** Whether the body is one of files, which its route reads when it is ready for it. */
  public static boolean isMultipart(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  public boolean hasLeft() {
    return left;
  }

  /** Does nothing when the client has left. */
  public void goOn(Handler<RoutingContext> route) {
    if (left) {
      return;
    }
    try {
      route.handle(http);
    } catch (RuntimeException refused) { // what the router would do
      http.fail(refused);
    }
    if (!isMultipart(http.request())) {
      resume(http.request());
    }
  }

  private static void resume(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.resume();
    }
  }
}
