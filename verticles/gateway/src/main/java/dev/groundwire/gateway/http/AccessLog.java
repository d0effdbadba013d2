package dev.groundwire.gateway.http;

import dev.groundwire.platform.telemetry.RequestScope;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells of every request once, when it has ended: a stream when its last byte is sent. */
public final class AccessLog implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  /** As servers write of a client that left before it had an answer. */
  private static final int LEFT = 499;

  private static final int LONGEST_PATH = 256;

  private final Optional<DoorMeters> meters;

  /**
   * @param meters none for the operators' port, whose requests are nobody's
   */
  public AccessLog(Optional<DoorMeters> meters) {
    this.meters = meters;
  }

  @Override
  public void handle(RoutingContext http) {
    Visit visit = Visit.begin(http);
    ContextInternal own = ContextInternal.current();
    http.addEndHandler(outcome -> {
      // A client that leaves is noticed by its connection, which is no request's own.
      if (own == null || own.equals(ContextInternal.current())) {
        tell(http, visit);
      } else {
        own.emit(http, request -> tell(request, visit));
      }
    });
    http.next();
  }

  private void tell(RoutingContext http, Visit visit) {
    visit.trail().with(RequestScope.current()).within(() -> ended(http, visit));
  }

  private void ended(RoutingContext http, Visit visit) {
    HttpServerResponse response = http.response();
    long nanos = visit.nanos();
    int status = response.headWritten() ? response.getStatusCode() : LEFT;
    meters.ifPresent(counted -> {
      if (status != LEFT && !isStream(response)) {
        counted.took(visit.method(), visit.route(), nanos);
      }
      counted.ended(visit.method(), visit.route(), status, response.bytesWritten());
    });
    LoggingEventBuilder line = visit.isQuiet() ? LOG.atDebug() : LOG.atInfo();
    if (!response.ended() && response.headWritten()) {
      line = line.addKeyValue("cut", true);
    }
    if (visit.route().equals(Visit.OTHER)) {
      line = line.addKeyValue("path", shortened(http.request().path()));
    }
    log(line, visit.method(), visit.route(), status, nanos, response.bytesWritten());
  }

  private static boolean isStream(HttpServerResponse response) {
    String type = response.headers().get("Content-Type");
    return type != null
        && (type.startsWith("text/event-stream") || type.startsWith("application/grpc"));
  }

  private static String shortened(@Nullable String path) {
    String told = path == null ? "" : path;
    return told.length() <= LONGEST_PATH ? told : told.substring(0, LONGEST_PATH);
  }

  /** For what was no readable HTTP: no router has seen it. */
  void refused(HttpServerRequest request, int status, String requestId) {
    RequestScope.of(requestId).enter();
    String method = Visit.nameOf(request.method());
    meters.ifPresent(counted -> counted.ended(method, Visit.OTHER, status, 0));
    log(LOG.atInfo(), method, Visit.OTHER, status, 0, request.response().bytesWritten());
  }

  private static void log(
      LoggingEventBuilder line, String method, String route, int status, long nanos, long bytes) {
    line.addKeyValue("event", "http_request")
        .addKeyValue("route", route)
        .addKeyValue("method", method)
        .addKeyValue("status_code", status)
        .addKeyValue("duration_ms", Math.round(nanos / 1e4) / 100.0)
        .addKeyValue("bytes", bytes)
        .log("request ended");
  }
}
