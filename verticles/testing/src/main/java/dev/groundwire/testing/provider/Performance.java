package dev.groundwire.testing.provider;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Plays one script to one request, as fast as the client takes it. */
final class Performance {
  private final Context context;
  private final Ticker ticker;
  private final Figures figures;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final SeenRequest seen;
  private final Rendering rendering;
  private int next;
  private long due = System.nanoTime();

  Performance(
      Context context,
      Ticker ticker,
      Figures figures,
      HttpServerRequest request,
      SeenRequest seen,
      Rendering rendering) {
    this.context = context;
    this.ticker = ticker;
    this.figures = figures;
    this.request = request;
    this.response = request.response();
    this.seen = seen;
    this.rendering = rendering;
    response.setStatusCode(rendering.script().status());
    response.putHeader("content-type", rendering.contentType());
    rendering.script().headers().forEach(response::putHeader);
    if (request.version() != HttpVersion.HTTP_2) {
      response.setChunked(true);
    }
  }

  void play() {
    while (next < rendering.acts().size()) {
      if (seen.isClosed()) {
        return;
      }
      if (response.writeQueueFull()) {
        seen.holdBack();
        response.drainHandler(drained -> play());
        return;
      }
      if (!goesOnAfter(rendering.acts().get(next++))) {
        return;
      }
    }
    seen.played();
    // The client may have closed meanwhile; it is seen as such.
    response.end().onFailure(seen::closed);
  }

  private boolean goesOnAfter(Act act) {
    switch (act) {
      case Act.Write write -> write(write.bytes());
      case Act.Stamped stamped -> write(stamped.now());
      case Act.Pause pause -> {
        if (pause.nanos() <= 0) {
          return true;
        }
        // From the time that was meant, so that no lateness adds up.
        due += pause.nanos();
        ticker.at(due, this::goOnAfterPause);
        return false;
      }
      case Act.Await until -> {
        until
            .signal()
            .onComplete(given ->
                context.runOnContext(ignored -> {
                  due = System.nanoTime();
                  play();
                }));
        return false;
      }
      case Act.Stall ignored -> {
        return false;
      }
      case Act.Disconnect ignored -> {
        disconnect();
        return false;
      }
    }
    return true;
  }

  private void goOnAfterPause() {
    figures.late(System.nanoTime() - due);
    play();
  }

  private void disconnect() {
    seen.played();
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset().onFailure(seen::closed);
    } else {
      request.connection().close().onFailure(seen::closed);
    }
  }

  private void write(Buffer bytes) {
    figures.wrote();
    response.write(bytes).onFailure(seen::closed);
  }
}
