package dev.groundwire.gateway.page;

import dev.groundwire.gateway.http.SecurityHeaders;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The page, behind it one answer whose line breaks after each few events. */
final class ScriptedAnswer implements AutoCloseable {
  static final String ANSWER_ID = "0197a1b2-0000-7000-8000-000000000001";
  private static final String CONVERSATION_ID = "0197a1b2-0000-7000-8000-000000000002";

  final AtomicInteger connections = new AtomicInteger();
  private final List<String> events;
  private final int eventsPerConnection;
  private final HttpServer server;

  /**
   * @param events {@code type data}; their place in the list is their sequence number
   */
  ScriptedAnswer(Vertx vertx, List<String> events, int eventsPerConnection)
      throws TimeoutException {
    this.events = events;
    this.eventsPerConnection = eventsPerConnection;
    Router router = Router.router(vertx);
    router.route().handler(new SecurityHeaders());
    router.post("/api/v1/workspaces/default/conversations").handler(this::conversation);
    router.get("/api/v1/workspaces/default/*").handler(http -> send(http, list()));
    router.get("/api/v1/conversations/:id").handler(this::conversation);
    router.post("/api/v1/conversations/:id/messages").handler(http -> stream(http, 0));
    router.get("/api/v1/answers/:id/events").handler(http -> stream(http, lastSeen(http)));
    router.route().handler(new WebPage(vertx));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
  }

  String address() {
    return "http://127.0.0.1:" + server.actualPort() + "/";
  }

  private void conversation(RoutingContext http) {
    send(
        http,
        new JsonObject()
            .put("id", CONVERSATION_ID)
            .put("title", "Scripted")
            .put("messages", new JsonArray()));
  }

  private static JsonObject list() {
    return new JsonObject().put("items", new JsonArray()).putNull("nextCursor");
  }

  private static void send(RoutingContext http, JsonObject body) {
    http.response().putHeader("Content-Type", "application/json").end(body.toBuffer());
  }

  private static int lastSeen(RoutingContext http) {
    return Integer.parseInt(
        Objects.requireNonNullElse(http.request().getHeader("Last-Event-ID"), "0"));
  }

  private void stream(RoutingContext http, int after) {
    connections.incrementAndGet();
    int end = Math.min(events.size(), after + eventsPerConnection);
    Buffer part = Buffer.buffer();
    for (int seq = after + 1; seq <= end; seq++) {
      String[] event = events.get(seq - 1).split(" ", 2);
      part.appendString("id: " + seq + "\nevent: " + event[0] + "\ndata: " + event[1] + "\n\n");
    }
    HttpServerResponse response = http.response().setChunked(true);
    response.putHeader("Content-Type", "text/event-stream");
    response.putHeader("Location", "/api/v1/answers/" + ANSWER_ID);
    if (end == events.size()) {
      response.end(part);
    } else {
      // Chromium drops what it has not yet handed to the page when the line breaks
      response
          .write(part)
          .onComplete(
              ignored -> http.vertx().setTimer(250, then -> http.request().connection().close()));
    }
  }

  @Override
  public void close() {
    server.close().await();
  }
}
