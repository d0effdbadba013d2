package dev.groundwire.testing.provider;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Chat completions of OpenAI and messages of Anthropic on loopback, over HTTP/1.1 and HTTP/2
 * without TLS, that do as they are told: by {@link #next}, else by the request itself ({@link
 * Script#told}), else by {@link #otherwise}.
 */
public final class ScriptedProvider implements AutoCloseable {
  private static final int SECONDS = 30;
  private static final Duration TICK = Duration.ofMillis(1);
  private static final int BACKLOG = 16_384;

  private final HttpServer server;
  private final Ticker ticker;
  private final Figures figures = new Figures();
  private final Queue<Script> next = new ConcurrentLinkedQueue<>();
  private final List<SeenRequest> seen = new CopyOnWriteArrayList<>();
  private final Map<Integer, Promise<SeenRequest>> awaited = new ConcurrentHashMap<>();
  private volatile Script otherwise = Script.writing("Hello", " world");

  private ScriptedProvider(Vertx vertx, Context context, Duration tick, boolean remembers) {
    this.ticker = new Ticker(context, tick);
    Reception reception =
        new Reception(vertx, context, ticker, figures, next::poll, () -> otherwise);
    reception.onSeen(remembers ? this::remember : forgotten -> {});
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setAcceptBacklog(BACKLOG)
                    .setMaxHeaderSize(64 * 1024)
                    .setHttp2ClearTextEnabled(true))
            .requestHandler(reception);
  }

  /** Listens on a free port. */
  public static ScriptedProvider start(Vertx vertx) throws TimeoutException {
    return start(vertx, 0);
  }

  /** Listens on that port. */
  public static ScriptedProvider start(Vertx vertx, int port) throws TimeoutException {
    return start(vertx, port, TICK, true);
  }

  /** For load: remembers no request. */
  static ScriptedProvider forLoad(Vertx vertx, int port, Duration tick) throws TimeoutException {
    return start(vertx, port, tick, false);
  }

  private static ScriptedProvider start(Vertx vertx, int port, Duration tick, boolean remembers)
      throws TimeoutException {
    Context context = vertx.getOrCreateContext();
    ScriptedProvider provider = new ScriptedProvider(vertx, context, tick, remembers);
    Promise<HttpServer> listening = Promise.promise();
    // All on one event loop: that of its ticker.
    context.runOnContext(
        ignored -> provider.server.listen(port, "127.0.0.1").onComplete(listening));
    listening.future().await(SECONDS, TimeUnit.SECONDS);
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

  /** The script of all further requests that tell none themselves. */
  public ScriptedProvider otherwise(Script script) {
    otherwise = script;
    return this;
  }

  /** What was asked so far, oldest first. */
  public List<SeenRequest> seen() {
    return new ArrayList<>(seen);
  }

  /** Requests that are being answered now. */
  public int open() {
    return figures.open();
  }

  /** The most requests that were being answered at a time. */
  public int mostAtOnce() {
    return figures.most();
  }

  JsonObject figures() {
    return figures.json();
  }

  /** Completes with the request of that number, from 1, once it is there. */
  public Future<SeenRequest> request(int number) {
    Promise<SeenRequest> promise = awaited.computeIfAbsent(number, ignored -> Promise.promise());
    if (seen.size() >= number) {
      promise.tryComplete(seen.get(number - 1));
    }
    return promise.future();
  }

  private void remember(SeenRequest request) {
    seen.add(request);
    awaited.computeIfAbsent(seen.size(), ignored -> Promise.promise()).tryComplete(request);
  }

  @Override
  public void close() throws TimeoutException {
    ticker.close();
    server.close().await(SECONDS, TimeUnit.SECONDS);
  }
}
