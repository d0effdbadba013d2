package dev.groundwire.gateway.http;

import dev.groundwire.platform.telemetry.RequestScope;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the client's request id or makes one, returns it, and hands it to all that follows. */
public final class RequestIds implements Handler<RoutingContext> {
  static final String HEADER = "X-Request-ID";
  private static final String SLOT = RequestIds.class.getName();
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  @Override
  public void handle(RoutingContext http) {
    HttpServerRequest request = http.request();
    String id = chosen(request.getHeader(HEADER), request.getHeader("x-correlation-id"));
    http.put(SLOT, id);
    http.response().putHeader(HEADER, id);
    RequestScope.of(id).enter();
    http.next();
  }

  /** The id of that request, which every message it causes carries as correlation id. */
  public static String of(RoutingContext http) {
    String id = http.get(SLOT);
    return id == null ? "none" : id;
  }

  static String fresh() {
    return UUID.randomUUID().toString();
  }

  private static String chosen(@Nullable String requestId, @Nullable String correlationId) {
    String given = requestId == null ? correlationId : requestId;
    return given != null && ACCEPTED.matcher(given).matches() ? given : fresh();
  }
}
