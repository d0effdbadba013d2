package dev.groundwire.testing.provider;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Plays one script to one request, as fast as the client takes it. */
final class Performance {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final SeenRequest seen;
  private final Iterator<Step> steps;
  private final boolean isStream;
  private final StringBuilder whole = new StringBuilder();
  private String reason = "stop";
  private JsonObject usage = new JsonObject();

  Performance(Vertx vertx, HttpServerRequest request, SeenRequest seen, Script script) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response();
    this.seen = seen;
    this.steps = script.steps().iterator();
    this.isStream = seen.body().getBoolean("stream", false) || script.status() != 200;
    response.setStatusCode(script.status());
    response.putHeader(
        "content-type",
        isStream && script.status() == 200 ? "text/event-stream" : "application/json");
    script.headers().forEach(response::putHeader);
    response.setChunked(true);
    response.closeHandler(closed -> seen.closed());
    response.exceptionHandler(failure -> seen.closed());
  }

  void play() {
    while (steps.hasNext()) {
      if (seen.isClosed()) {
        return;
      }
      if (response.writeQueueFull()) {
        seen.holdBack();
        response.drainHandler(drained -> play());
        return;
      }
      if (!goesOnAfter(steps.next())) {
        return;
      }
    }
    if (!isStream) {
      send(completion().encode());
    }
    // The client may have closed meanwhile; it is seen as such.
    response.end().onFailure(failure -> seen.closed());
  }

  private boolean goesOnAfter(Step step) {
    switch (step) {
      case Step.Say say -> say(say.text());
      case Step.Finish finish -> finish(finish.reason());
      case Step.Count count -> count(count);
      case Step.Send raw -> sendWhenStreaming(Buffer.buffer(raw.raw()));
      case Step.SendBytes raw -> sendWhenStreaming(Buffer.buffer(raw.raw()));
      case Step.Wait wait -> {
        vertx.setTimer(Math.max(1, wait.time().toMillis()), fired -> play());
        return false;
      }
      case Step.Until until -> {
        Context own = vertx.getOrCreateContext();
        until.signal().onComplete(given -> own.runOnContext(ignored -> play()));
        return false;
      }
      case Step.Stall ignored -> {
        // Shows the head of the response, which a first step that stalls would leave unsent.
        sendWhenStreaming(Buffer.buffer(": stalled\n\n"));
        return false;
      }
      case Step.Disconnect ignored -> {
        request.connection().close().onFailure(failure -> seen.closed());
        return false;
      }
    }
    return true;
  }

  private void say(String text) {
    whole.append(text);
    if (isStream) {
      sendChunk(new JsonObject().put("content", text), null);
    }
  }

  private void finish(String why) {
    reason = why;
    if (isStream) {
      sendChunk(new JsonObject(), why);
    }
  }

  private void count(Step.Count count) {
    usage =
        new JsonObject()
            .put("prompt_tokens", count.promptTokens())
            .put("completion_tokens", count.completionTokens())
            .put("total_tokens", count.promptTokens() + count.completionTokens());
    if (isStream) {
      send(event(chunk().put("choices", new JsonArray()).put("usage", usage)));
    }
  }

  private void sendChunk(JsonObject delta, @Nullable String finish) {
    JsonObject choice =
        new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finish);
    send(event(chunk().put("choices", new JsonArray().add(choice))));
  }

  private JsonObject chunk() {
    return new JsonObject()
        .put("id", "chatcmpl-scripted")
        .put("object", "chat.completion.chunk")
        .put("created", 0)
        .put("model", seen.body().getString("model", "scripted"));
  }

  private JsonObject completion() {
    JsonObject message = new JsonObject().put("role", "assistant").put("content", whole.toString());
    JsonObject choice =
        new JsonObject().put("index", 0).put("message", message).put("finish_reason", reason);
    return chunk()
        .put("object", "chat.completion")
        .put("choices", new JsonArray().add(choice))
        .put("usage", usage);
  }

  private static String event(JsonObject data) {
    return "data: " + data.encode() + "\n\n";
  }

  private void sendWhenStreaming(Buffer raw) {
    if (isStream) {
      response.write(raw).onFailure(failure -> seen.closed());
    }
  }

  private void send(String text) {
    response.write(text).onFailure(failure -> seen.closed());
  }
}
