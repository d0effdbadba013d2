package dev.groundwire.loadtests.streams;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes OTLP exports and only counts them: the receiver of a benchmark, in a process of its own.
 */
public final class TraceSink {
  private final LongAdder exports = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  private TraceSink() {}

  /**
   * @param arguments the port to listen on
   */
  public static void main(String... arguments) {
    TraceSink sink = new TraceSink();
    int port = Integer.parseInt(arguments[0]);
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(sink::receive)
        .listen(port, "127.0.0.1")
        .onSuccess(
            server -> System.out.println("listening on http://127.0.0.1:" + server.actualPort()))
        .onFailure(failure -> {
          System.err.println(failure);
          System.exit(1);
        });
  }

  private void receive(HttpServerRequest request) {
    if ("/figures".equals(request.path())) {
      JsonObject figures = new JsonObject().put("exports", exports.sum()).put("bytes", bytes.sum());
      request.response().end(figures.encode());
      return;
    }
    request.handler(part -> bytes.add(part.length()));
    request.endHandler(ignored -> {
      exports.increment();
      request.response().putHeader("content-type", "application/x-protobuf").end();
    });
  }
}
