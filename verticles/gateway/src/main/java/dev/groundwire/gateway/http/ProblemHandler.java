package dev.groundwire.gateway.http;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.RecordJson;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into a problem document (RFC 9457), and logs those nobody expected. */
public final class ProblemHandler implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  /** A client that is still sending when it is refused gets so long to notice. */
  private static final long LINGER_MILLIS = 20_000;

  private final Vertx vertx;
  private final ErrorShape special;
  private final DoorMeters meters;

  /**
   * @param special for the part of the API that has its own way to tell failures
   */
  public ProblemHandler(Vertx vertx, ErrorShape special, DoorMeters meters) {
    this.vertx = vertx;
    this.special = special;
    this.meters = meters;
  }

  @Override
  public void handle(RoutingContext http) {
    handle(http, http.statusCode());
  }

  /** Where the router refuses by itself, it says why only by the choice of this handler. */
  public Handler<RoutingContext> ofStatus(int status) {
    return http -> handle(http, status);
  }

  private void handle(RoutingContext http, int status) {
    Problem problem = Problem.of(http.failure(), status);
    String requestId = RequestIds.of(http);
    String path = http.request().path();
    if (problem.unexpected() && !(http.failure() instanceof BusFailure)) {
      logOnce(http.failure(), http.request());
    }
    answer(http.request(), problem, path == null ? "/" : path, requestId, ReplyWitness.of(http));
  }

  /** Answers what is no readable HTTP, for which there is no route. */
  public void refuseUnreadable(HttpServerRequest request) {
    String requestId = RequestIds.fresh();
    SecurityHeaders.put(request.response());
    request.response().putHeader(RequestIds.HEADER, requestId).putHeader("Connection", "close");
    Throwable cause = request.decoderResult().cause();
    Problem problem = Problem.of(null, statusOf(cause));
    answer(request, problem, "/", requestId, null);
    new AccessLog(Optional.of(meters)).refused(request, problem.status(), requestId);
  }

  /** By name: the exceptions are Netty's, which is no dependency of ours. */
  private static int statusOf(@Nullable Throwable cause) {
    return switch (cause == null ? "" : cause.getClass().getSimpleName()) {
      case "TooLongHttpLineException" -> 414;
      case "TooLongHttpHeaderException" -> 431;
      default -> 400;
    };
  }

  private void answer(
      HttpServerRequest request,
      Problem problem,
      String path,
      String requestId,
      @Nullable ReplyWitness witness) {
    HttpServerResponse response = request.response();
    if (witness != null && (response.closed() || response.headWritten())) {
      witness.broke();
    }
    if (response.ended() || response.closed()) {
      return;
    }
    meters.refused(problem.code());
    if (response.headWritten()) {
      response.reset(); // half an answer must not look like a whole one
      return;
    }
    discardBody(request);
    problem.headers().forEach(response::putHeader);
    response.setStatusCode(problem.status()).putHeader("Cache-Control", "no-store");
    boolean isSpecial = special.covers(path);
    response.putHeader("Content-Type", isSpecial ? "application/json" : "application/problem+json");
    Buffer body =
        Buffer.buffer(
            isSpecial
                ? special.body(problem)
                : document(problem, response.getStatusMessage(), path, requestId));
    if (witness == null) {
      response.end(body);
    } else {
      witness.replied(problem.status(), body).onComplete(ignored -> end(response, body));
    }
  }

  private static void end(HttpServerResponse response, Buffer body) {
    if (!response.ended() && !response.closed()) {
      response.end(body);
    }
  }

  private static byte[] document(Problem problem, String title, String path, String requestId) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", problem.type());
    document.put("title", title);
    document.put("status", problem.status());
    document.put("detail", problem.detail());
    document.put("instance", path);
    document.put("requestId", requestId);
    document.putAll(problem.members());
    return RecordJson.writeBytes(document);
  }

  /** Reads on for a while, as closing at once would make many clients lose the answer. */
  private void discardBody(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    long timer =
        vertx.setTimer(
            LINGER_MILLIS,
            ignored -> {
              if (!request.isEnded()) {
                request.connection().close();
              }
            });
    request
        .handler(ignored -> {})
        .exceptionHandler(ignored -> vertx.cancelTimer(timer))
        .endHandler(ignored -> vertx.cancelTimer(timer))
        .resume();
  }

  /**
   * The request's id is in the context, from which every log line has it. Who made a failure for
   * the bus has logged its cause there.
   */
  private static void logOnce(@Nullable Throwable failure, HttpServerRequest request) {
    LOG.atError()
        .addKeyValue("method", request.method().name())
        .addKeyValue("path", request.path())
        .setCause(failure)
        .log("request failed");
  }
}
