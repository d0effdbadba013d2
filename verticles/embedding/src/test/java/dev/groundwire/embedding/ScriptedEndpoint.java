package dev.groundwire.embedding;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An embeddings endpoint: each request plays the next step of its script; without one, a text's
 * vector counts its words by their hash.
 */
final class ScriptedEndpoint {
  static final int DIMENSIONS = 256;
  private static final Pattern WORD = Pattern.compile("\\w+");

  /** Answers a request whose body has arrived. */
  interface Step {
    void play(HttpServerRequest request, JsonObject body);
  }

  private final Queue<Step> script = new ConcurrentLinkedQueue<>();
  private final List<JsonObject> bodies = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<MultiMap> headers = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  ScriptedEndpoint(Vertx vertx) {
    server = vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1").await();
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.actualPort() + "/v1";
  }

  ScriptedEndpoint then(Step step) {
    script.add(step);
    return this;
  }

  ScriptedEndpoint thenStatus(int status) {
    return then((request, body) -> request.response().setStatusCode(status).end("secret detail"));
  }

  ScriptedEndpoint thenBody(Function<JsonObject, String> reply) {
    return then((request, body) -> request.response().end(reply.apply(body)));
  }

  void forget() {
    script.clear();
    bodies.clear();
    authorizations.clear();
  }

  List<JsonObject> bodies() {
    return bodies;
  }

  List<String> authorizations() {
    return authorizations;
  }

  List<MultiMap> headers() {
    return headers;
  }

  /** All texts in the order in which they were asked for. */
  List<String> texts() {
    return bodies.stream()
        .flatMap(body -> body.getJsonArray("input").stream())
        .map(String.class::cast)
        .toList();
  }

  private void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(buffer -> {
          JsonObject body = new JsonObject(Buffer.buffer(buffer.getBytes()));
          bodies.add(body);
          headers.add(request.headers());
          authorizations.add(String.valueOf(request.getHeader("Authorization")));
          Step step = script.poll();
          if (!"/v1/embeddings".equals(request.path())) {
            request.response().setStatusCode(404).end();
          } else if (step == null) {
            request.response().end(embeddings(body).encode());
          } else {
            step.play(request, body);
          }
        });
  }

  static JsonObject embeddings(JsonObject body) {
    JsonArray data = new JsonArray();
    JsonArray input = body.getJsonArray("input");
    // Backwards: an endpoint may answer in any order, and says which is which.
    for (int i = input.size() - 1; i >= 0; i--) {
      data.add(new JsonObject().put("index", i).put("embedding", vector(input.getString(i))));
    }
    return new JsonObject().put("object", "list").put("data", data);
  }

  private static JsonArray vector(String text) {
    double[] counts = new double[DIMENSIONS];
    counts[0] = 0.1;
    WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .forEach(word -> counts[Math.floorMod(word.group().hashCode(), DIMENSIONS)]++);
    JsonArray vector = new JsonArray();
    for (double count : counts) {
      vector.add(count);
    }
    return vector;
  }
}
