package dev.groundwire.testing.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request the scripted provider got, and what became of it. */
public final class SeenRequest {
  private final String path;
  private final HttpVersion version;
  private final Map<String, String> headers;
  private final Figures figures;
  private final long arrivedAt = System.nanoTime();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Promise<Void> closedByClient = Promise.promise();
  private final Promise<Void> heldBack = Promise.promise();
  private volatile JsonObject body = new JsonObject();
  private volatile long closedAt;
  private volatile boolean reset;

  SeenRequest(String path, HttpVersion version, Map<String, String> headers, Figures figures) {
    this.path = path;
    this.version = version;
    this.headers = headers;
    this.figures = figures;
    figures.began();
  }

  public String path() {
    return path;
  }

  public HttpVersion version() {
    return version;
  }

  /** With names in lower case. */
  public Map<String, String> headers() {
    return headers;
  }

  public JsonObject body() {
    return body;
  }

  /** When its head was there, by {@link System#nanoTime}. */
  public long arrivedAt() {
    return arrivedAt;
  }

  /** Completes when the client closes, or resets the stream, before the script has ended. */
  public Future<Void> closedByClient() {
    return closedByClient.future();
  }

  /**
   * When the client closed, by {@link System#nanoTime}.
   *
   * @throws IllegalStateException when it has not
   */
  public long closedAt() {
    if (!isClosed()) {
      throw new IllegalStateException("the client has not closed");
    }
    return closedAt;
  }

  /** Whether the client reset its stream of HTTP/2 and kept the connection. */
  public boolean wasReset() {
    return reset;
  }

  /** Completes when the client takes no more for the time being. */
  public Future<Void> heldBack() {
    return heldBack.future();
  }

  void asks(JsonObject forWhat) {
    body = forWhat;
  }

  /** Nothing was left to be sent: whatever is closed from now on is no interruption. */
  void played() {
    if (over.compareAndSet(false, true)) {
      figures.ended(false);
    }
  }

  void closed() {
    if (over.compareAndSet(false, true)) {
      closedAt = System.nanoTime();
      figures.ended(true);
      closedByClient.tryComplete();
    }
  }

  void closed(Throwable why) {
    reset |= why instanceof StreamResetException;
    closed();
  }

  void holdBack() {
    heldBack.tryComplete();
  }

  boolean isClosed() {
    return closedByClient.future().isComplete();
  }
}
