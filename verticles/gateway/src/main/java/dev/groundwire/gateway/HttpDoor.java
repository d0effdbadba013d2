package dev.groundwire.gateway;

import dev.groundwire.gateway.http.ProblemHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.concurrent.TimeUnit;

/** Opens one listening port. */
final class HttpDoor {
  private final Vertx vertx;
  private final GatewayConfig.Http config;
  private final ProblemHandler problems;

  HttpDoor(Vertx vertx, GatewayConfig.Http config, ProblemHandler problems) {
    this.vertx = vertx;
    this.config = config;
    this.problems = problems;
  }

  /**
   * Fails with what a person can do when the port cannot be had.
   *
   * @param key the environment name of the port
   * @param tracing whether a request without a trace begins one
   */
  Future<HttpServer> open(String host, int port, String key, TracingPolicy tracing, Router router) {
    return vertx
        .createHttpServer(options(host, port).setTracingPolicy(tracing))
        .requestHandler(router)
        .invalidRequestHandler(problems::refuseUnreadable)
        .listen()
        .recover(failure -> Future.failedFuture(explained(failure, host, port, key)));
  }

  private HttpServerOptions options(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setMaxHeaderSize(config.maxHeaderBytes())
        .setMaxChunkSize(1 << 16)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(Math.toIntExact(config.idleTimeout().toMillis()))
        .setTcpNoDelay(true)
        .setHandle100ContinueAutomatically(true)
        // Users who press stop reset many streams of one HTTP/2 connection.
        .setHttp2RstFloodMaxRstFramePerWindow(2_000)
        // Compression would hold back the events of a stream.
        .setCompressionSupported(false);
  }

  private static Throwable explained(Throwable failure, String host, int port, String key) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new IllegalStateException(
            key
                + "="
                + port
                + " on "
                + host
                + " cannot be listened on ("
                + cause.getMessage()
                + "): stop the program that has it, or set "
                + key
                + " to a free port; 0 takes any",
            failure);
      }
    }
    return failure;
  }
}
