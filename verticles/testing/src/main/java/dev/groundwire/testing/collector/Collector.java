package dev.groundwire.testing.collector;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An OTLP/HTTP receiver on loopback, which decodes what comes with the protocol's own definition
 * and not with the exporter's code.
 */
public final class Collector implements AutoCloseable {
  private static final int SECONDS = 30;

  private final HttpServer server;
  private final List<ReceivedSpan> spans = new ArrayList<>();
  private @Nullable String authorization;

  private Collector(Vertx vertx) {
    this.server = vertx.createHttpServer().requestHandler(this::receive);
  }

  /** Listens on a free port. */
  public static Collector start(Vertx vertx) throws TimeoutException {
    Collector collector = new Collector(vertx);
    collector.server.listen(0, "127.0.0.1").await(SECONDS, TimeUnit.SECONDS);
    return collector;
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set to. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  private void receive(HttpServerRequest request) {
    if (!"/v1/traces".equals(request.path())) {
      request.response().setStatusCode(404).end();
      return;
    }
    request
        .body()
        .onSuccess(body -> {
          try {
            take(body, request.getHeader("Authorization"));
            request.response().putHeader("Content-Type", "application/x-protobuf").end();
          } catch (InvalidProtocolBufferException unreadable) {
            request.response().setStatusCode(400).end(unreadable.toString());
          }
        });
  }

  private synchronized void take(Buffer body, @Nullable String by)
      throws InvalidProtocolBufferException {
    authorization = by;
    ExportTraceServiceRequest.parseFrom(body.getBytes()).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(ReceivedSpan::of)
        .forEach(spans::add);
    notifyAll();
  }

  /** Of the last export. */
  public synchronized @Nullable String authorization() {
    return authorization;
  }

  /** All that have come, in the order of their ends. */
  public synchronized List<ReceivedSpan> spans() {
    return List.copyOf(spans);
  }

  public synchronized List<ReceivedSpan> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  /** The spans of that trace as soon as they fulfil it. */
  public synchronized List<ReceivedSpan> await(
      String traceId, Predicate<List<ReceivedSpan>> complete, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<ReceivedSpan> found = trace(traceId);
    while (!complete.test(found)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(
            "the trace stays incomplete: "
                + String.join("\n", found.stream().map(ReceivedSpan::toString).toList()));
      }
      wait(left);
      found = trace(traceId);
    }
    return found;
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(SECONDS, TimeUnit.SECONDS);
  }
}
