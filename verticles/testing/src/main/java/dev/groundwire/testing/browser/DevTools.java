package dev.groundwire.testing.browser;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The browser's control line: commands with an answer each, and events. */
final class DevTools implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final List<Consumer<JsonObject>> listeners = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  DevTools(URI address) {
    socket =
        Waiting.within(
            DEADLINE,
            client
                .newWebSocketBuilder()
                .buildAsync(address, new WholeMessages(this::received, this::lost)));
  }

  /** Hears every event of every page: {@code {method, params, sessionId}}. */
  void onEvent(Consumer<JsonObject> listener) {
    listeners.add(listener);
  }

  JsonObject send(String method, JsonObject parameters) {
    return send(new JsonObject(), method, parameters);
  }

  JsonObject send(String session, String method, JsonObject parameters) {
    return send(new JsonObject().put("sessionId", session), method, parameters);
  }

  private JsonObject send(JsonObject message, String method, JsonObject parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      message.put("id", id).put("method", method).put("params", parameters);
      // one text at a time: the test's thread waits for each
      Waiting.within(DEADLINE, socket.sendText(message.encode(), true));
      return Waiting.within(DEADLINE, answer);
    } finally {
      waiting.remove(id);
    }
  }

  private void received(String text) {
    JsonObject message = new JsonObject(text);
    Integer id = message.getInteger("id");
    if (id == null) {
      listeners.forEach(listener -> listener.accept(message));
      return;
    }
    CompletableFuture<JsonObject> answer = waiting.getOrDefault(id, new CompletableFuture<>());
    JsonObject error = message.getJsonObject("error");
    if (error == null) {
      answer.complete(message.getJsonObject("result", new JsonObject()));
    } else {
      answer.completeExceptionally(new BrowserFailure(error.getString("message", "refused")));
    }
  }

  private void lost(Throwable cause) {
    waiting.values().forEach(answer -> answer.completeExceptionally(cause));
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }
}
