package dev.groundwire.gateway.health;

import dev.groundwire.gateway.http.Visit;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.health.handler.GrpcHealthCheckV1Handler;
import io.vertx.grpc.health.handler.GrpcHealthWatchV1Handler;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code grpc.health.v1.Health} on the public port: serving means ready. Watchers are told when
 * that changes. Of one event loop. The library's own service is not used: its watchers stay when
 * another one of their connection comes, and there may be any number of them.
 */
public final class GrpcHealth implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcHealth.class);
  private static final Set<String> SERVICES = Set.of("", "groundwire");
  private static final String PATH = "/grpc.health.v1.Health";
  private static final int MOST_WATCHERS = 256;
  private static final long LARGEST_REQUEST = 4_096;

  private final NodeHealth health;
  private final GrpcServer server;
  private final Map<GrpcServerResponse<HealthCheckRequest, HealthCheckResponse>, ServingStatus>
      watchers = new HashMap<>();

  public GrpcHealth(Vertx vertx, NodeHealth health) {
    this.health = health;
    this.server =
        GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(LARGEST_REQUEST))
            .callHandler(GrpcHealthCheckV1Handler.SERVICE_METHOD, this::check)
            .callHandler(GrpcHealthWatchV1Handler.SERVICE_METHOD, this::watch);
    Context own = vertx.getOrCreateContext();
    health.onLook(() -> own.runOnContext(looked -> tell()));
  }

  /** What is no gRPC goes on as ever. */
  @Override
  public void handle(RoutingContext http) {
    if (isGrpc(http.request())) {
      Visit.quietlyAt(http, PATH);
      server.handle(http.request());
    } else {
      http.next();
    }
  }

  private static boolean isGrpc(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return request.version() == HttpVersion.HTTP_2
        && type != null
        && type.toLowerCase(Locale.ROOT).matches("application/grpc(\\+proto)?(;.*)?");
  }

  private void check(GrpcServerRequest<HealthCheckRequest, HealthCheckResponse> call) {
    call.handler(asked -> {
      if (SERVICES.contains(asked.getService())) {
        call.response().end(answer(status()));
      } else {
        call.response().status(GrpcStatus.NOT_FOUND).end();
      }
    });
  }

  /** Who cancels is told of by the error handler alone, who is cut off by the others. */
  private void watch(GrpcServerRequest<HealthCheckRequest, HealthCheckResponse> call) {
    GrpcServerResponse<HealthCheckRequest, HealthCheckResponse> watcher = call.response();
    call.errorHandler(cancelled -> watchers.remove(watcher));
    call.exceptionHandler(left -> watchers.remove(watcher));
    watcher.exceptionHandler(left -> watchers.remove(watcher));
    call.handler(asked -> {
      if (watchers.size() >= MOST_WATCHERS) {
        watcher.status(GrpcStatus.RESOURCE_EXHAUSTED).end();
        return;
      }
      // A service that nobody knows may come yet, says the protocol; ours never do.
      boolean isKnown = SERVICES.contains(asked.getService());
      ServingStatus first = isKnown ? status() : ServingStatus.SERVICE_UNKNOWN;
      watchers.put(watcher, first);
      attempt(watcher, () -> watcher.write(answer(first)));
    });
  }

  private ServingStatus status() {
    return health.readiness().ready() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
  }

  private static HealthCheckResponse answer(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }

  private void tell() {
    ServingStatus now = status();
    for (var watcher : List.copyOf(watchers.keySet())) {
      ServingStatus told = watchers.get(watcher);
      if (told != null && told != now && told != ServingStatus.SERVICE_UNKNOWN) {
        watchers.put(watcher, now);
        attempt(watcher, () -> watcher.write(answer(now)));
      }
    }
  }

  /** Writing to one who has left throws. */
  private void attempt(
      GrpcServerResponse<HealthCheckRequest, HealthCheckResponse> watcher, Runnable write) {
    try {
      write.run();
    } catch (IllegalStateException left) {
      watchers.remove(watcher);
      LOG.atDebug().addKeyValue("cause", left.toString()).log("health watcher left");
    }
  }

  /** Tells watchers that the node stops, and ends their streams, which would go on for ever. */
  public void stop() {
    tell();
    List.copyOf(watchers.keySet())
        .forEach(watcher -> attempt(watcher, () -> watcher.status(GrpcStatus.UNAVAILABLE).end()));
    watchers.clear();
  }
}
