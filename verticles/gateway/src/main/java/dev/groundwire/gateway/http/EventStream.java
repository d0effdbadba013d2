package dev.groundwire.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events to one client. The head goes out with the first chunk, so a failure before it
 * can still become a problem document.
 */
public final class EventStream {
  /** How long a client waits before it reconnects, in milliseconds. */
  private static final String RETRY = "retry: 1000\n";

  private final RoutingContext http;
  private final HttpServerResponse response;
  private final Duration slowest;
  private boolean closed;
  private final List<Runnable> afterClose = new ArrayList<>();

  /**
   * @param slowest a client that does not take a chunk within it is dropped
   */
  public EventStream(RoutingContext http, Duration slowest) {
    this.http = http;
    this.response = http.response();
    this.slowest = slowest;
    http.addEndHandler(ignored -> close());
  }

  /** True once the client has left or the stream has ended. */
  public boolean isClosed() {
    return closed;
  }

  /** True once a first chunk was sent, after which no failure can become a problem document. */
  public boolean hasBegun() {
    return response.headWritten();
  }

  /** Runs once, when the client leaves or the stream ends. */
  public void onClose(Runnable then) {
    if (closed) {
      then.run();
    } else {
      afterClose.add(then);
    }
  }

  /** Completes when the client's connection took it: that is when to fetch more. */
  public Future<Void> write(StringBuilder events) {
    if (closed) {
      return Future.failedFuture("client has left");
    }
    if (!response.headWritten()) {
      events.insert(0, RETRY + "\n");
      response
          .setChunked(true)
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("Cache-Control", "no-cache, no-transform")
          .putHeader("X-Accel-Buffering", "no");
    }
    return response
        .write(Buffer.buffer(events.toString()))
        .timeout(slowest.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(ignored -> drop());
  }

  /** A comment, so that proxies and clients see that the stream lives. */
  public Future<Void> heartbeat() {
    return write(new StringBuilder(": \n\n"));
  }

  /** The regular end. */
  public void end() {
    if (!closed && !response.ended()) {
      response.end();
    }
    close();
  }

  /** A stream that has begun is cut, and the client resumes; one that has not becomes a problem. */
  public void fail(Throwable failure) {
    if (closed) {
      return;
    }
    if (response.headWritten()) {
      drop();
    } else {
      http.fail(failure);
    }
  }

  private void drop() {
    if (!response.closed()) {
      response.reset();
    }
    close();
  }

  private void close() {
    if (!closed) {
      closed = true;
      afterClose.forEach(Runnable::run);
    }
  }

  /** Lays out one event; {@code data} is one line. */
  public static void append(StringBuilder events, String type, String data) {
    events.append("event: ").append(type).append("\ndata: ").append(data).append("\n\n");
  }

  /** The same with the id that a client resumes from. */
  public static void append(StringBuilder events, long id, String type, String data) {
    events.append("id: ").append(id).append('\n');
    append(events, type, data);
  }
}
