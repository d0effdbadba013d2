package dev.groundwire.testing.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An OpenAI-compatible chat completions endpoint on loopback that does as it is told. */
public final class ScriptedProvider implements AutoCloseable {
  private static final int SECONDS = 30;

  private final Vertx vertx;
  private final HttpServer server;
  private final Queue<Script> next = new ConcurrentLinkedQueue<>();
  private final List<SeenRequest> seen = new CopyOnWriteArrayList<>();
  private final Map<Integer, Promise<SeenRequest>> awaited = new ConcurrentHashMap<>();
  private volatile Script otherwise = Script.writing("Hello", " world");

  private ScriptedProvider(Vertx vertx) {
    this.vertx = vertx;
    this.server = vertx.createHttpServer().requestHandler(this::answer);
  }

  /** Listens on a free port. */
  public static ScriptedProvider start(Vertx vertx) throws TimeoutException {
    return start(vertx, 0);
  }

  /** Listens on that port. */
  public static ScriptedProvider start(Vertx vertx, int port) throws TimeoutException {
    ScriptedProvider provider = new ScriptedProvider(vertx);
    provider.server.listen(port, "127.0.0.1").await(SECONDS, TimeUnit.SECONDS);
    return provider;
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.actualPort() + "/v1";
  }

  /** The scripts of the requests to come, one each; then {@link #otherwise}. */
  public ScriptedProvider next(Script... scripts) {
    next.addAll(List.of(scripts));
    return this;
  }

  /** The script of all further requests. */
  public ScriptedProvider otherwise(Script script) {
    otherwise = script;
    return this;
  }

  /** What was asked so far, oldest first. */
  public List<SeenRequest> seen() {
    return new ArrayList<>(seen);
  }

  /** Completes with the request of that number, from 1, once it is there. */
  public Future<SeenRequest> request(int number) {
    Promise<SeenRequest> promise = awaited.computeIfAbsent(number, ignored -> Promise.promise());
    if (seen.size() >= number) {
      promise.tryComplete(seen.get(number - 1));
    }
    return promise.future();
  }

  private void answer(HttpServerRequest request) {
    if (request.uri().endsWith("/models")) {
      JsonObject model = new JsonObject().put("id", "scripted").put("object", "model");
      request.response().end(new JsonObject().put("data", new JsonArray().add(model)).encode());
      return;
    }
    request.body().onSuccess(body -> perform(request, body));
  }

  private void perform(HttpServerRequest request, Buffer body) {
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    SeenRequest asked = new SeenRequest(request.uri(), Map.copyOf(headers), body.toJsonObject());
    seen.add(asked);
    Script script = next.poll();
    new Performance(vertx, request, asked, script == null ? otherwise : script).play();
    awaited.computeIfAbsent(seen.size(), ignored -> Promise.promise()).tryComplete(asked);
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(SECONDS, TimeUnit.SECONDS);
  }
}
