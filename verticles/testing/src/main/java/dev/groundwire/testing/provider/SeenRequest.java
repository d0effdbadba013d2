package dev.groundwire.testing.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A request the scripted provider got, and what became of it. */
public final class SeenRequest {
  private final String path;
  private final Map<String, String> headers;
  private final JsonObject body;
  private final Promise<Void> closedByClient = Promise.promise();
  private final Promise<Void> heldBack = Promise.promise();

  SeenRequest(String path, Map<String, String> headers, JsonObject body) {
    this.path = path;
    this.headers = headers;
    this.body = body;
  }

  public String path() {
    return path;
  }

  /** With names in lower case. */
  public Map<String, String> headers() {
    return headers;
  }

  public JsonObject body() {
    return body;
  }

  /** Completes when the client closes before the script has ended. */
  public Future<Void> closedByClient() {
    return closedByClient.future();
  }

  /** Completes when the client takes no more for the time being. */
  public Future<Void> heldBack() {
    return heldBack.future();
  }

  void closed() {
    closedByClient.tryComplete();
  }

  void holdBack() {
    heldBack.tryComplete();
  }

  boolean isClosed() {
    return closedByClient.future().isComplete();
  }
}
