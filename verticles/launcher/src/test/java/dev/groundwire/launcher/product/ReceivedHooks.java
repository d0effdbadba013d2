package dev.groundwire.launcher.product;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A subscriber that takes every webhook and keeps it. */
public final class ReceivedHooks implements AutoCloseable {
  private static final int SECONDS = 30;

  private record Hook(String requestId, JsonObject event) {}

  private final Vertx vertx;
  private final Duration takes;
  private final HttpServer server;
  private final List<Hook> seen = new ArrayList<>();

  private ReceivedHooks(Vertx vertx, Duration takes) {
    this.vertx = vertx;
    this.takes = takes;
    this.server = vertx.createHttpServer().requestHandler(this::receive);
  }

  public static ReceivedHooks start(Vertx vertx) throws TimeoutException {
    return start(vertx, Duration.ZERO);
  }

  /**
   * @param takes until it answers a delivery: time in which somebody else may send it too
   */
  public static ReceivedHooks start(Vertx vertx, Duration takes) throws TimeoutException {
    ReceivedHooks hooks = new ReceivedHooks(vertx, takes);
    hooks.server.listen(0, "127.0.0.1").await(SECONDS, TimeUnit.SECONDS);
    return hooks;
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/hooks";
  }

  private void receive(HttpServerRequest request) {
    String requestId = String.valueOf(request.getHeader("x-request-id"));
    request
        .body()
        .onSuccess(body -> {
          add(new Hook(requestId, body.toJsonObject()));
          if (takes.isZero()) {
            request.response().setStatusCode(204).end();
          } else {
            vertx.setTimer(takes.toMillis(), passed -> request.response().setStatusCode(204).end());
          }
        });
  }

  private synchronized void add(Hook hook) {
    seen.add(hook);
    notifyAll();
  }

  public synchronized List<JsonObject> seen() {
    return seen.stream().map(Hook::event).toList();
  }

  /** The event of that type whose delivery named that request in its header. */
  synchronized JsonObject await(String type, String requestId, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<Hook> found =
          seen.stream()
              .filter(hook -> hook.requestId().equals(requestId))
              .filter(hook -> hook.event().getString("type").equals(type))
              .findFirst();
      if (found.isPresent()) {
        return found.get().event();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no " + type + " of " + requestId + " among " + seen);
      }
      wait(left);
    }
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(SECONDS, TimeUnit.SECONDS);
  }
}
