package dev.groundwire.launcher.cluster;

import dev.groundwire.launcher.cluster.Balancer.Request;
import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.GeneratedDocument;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** The requests that clients of these tests make. */
final class Calls {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Calls() {}

  static Request upload(GeneratedDocument document) {
    return new Request(
        "upload " + document.name(),
        false,
        api ->
            api.uploading("file", document.name(), BodyPublishers.ofByteArray(document.content()))
                .timeout(PATIENCE));
  }

  static Request search(String mode, String query) {
    JsonObject body = new JsonObject().put("query", query).put("mode", mode).put("limit", 100);
    return new Request("search", true, api -> json(api, Api.WORKSPACE + "/search", body));
  }

  /** A question whose answer is streamed. */
  static Request ask(String question) {
    JsonObject body = new JsonObject().put("question", question);
    return new Request(
        "ask",
        false,
        api -> json(api, Api.WORKSPACE + "/ask", body).header("Accept", "text/event-stream"));
  }

  /** The events of an answer behind that one. */
  static Request resume(String answer, String lastEventId) {
    return new Request(
        "resume",
        true,
        api -> {
          var request = api.request(answer + "/events").timeout(PATIENCE).GET();
          return lastEventId.isEmpty() ? request : request.header("Last-Event-ID", lastEventId);
        });
  }

  static Request get(String path) {
    return new Request("get " + path, true, api -> api.request(path).timeout(PATIENCE).GET());
  }

  private static java.net.http.HttpRequest.Builder json(Api api, String path, JsonObject body) {
    return api.request(path)
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.encode()));
  }
}
