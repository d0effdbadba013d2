package dev.groundwire.testing.provider;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of the provider. */
final class Asking {
  /** A response whose head is there, and its body to be. */
  record Opened(HttpClientResponse response, Future<String> body) {}

  private static final int SECONDS = 20;

  private final HttpClient http;
  private final String baseUrl;

  Asking(Vertx vertx, ScriptedProvider provider, HttpVersion version) {
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
    this.baseUrl = provider.baseUrl();
  }

  Opened openChat(String script) throws TimeoutException {
    return open("/chat/completions", "scripted", "[script: " + script + "]", true);
  }

  Opened open(String path, String model, String message, boolean stream) throws TimeoutException {
    JsonObject body =
        new JsonObject()
            .put("model", model)
            .put("stream", stream)
            .put(
                "messages",
                new JsonArray().add(new JsonObject().put("role", "user").put("content", message)));
    Future<Opened> opened =
        http.request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(baseUrl + path))
            .compose(request -> request.send(body.toBuffer()))
            .map(response -> new Opened(response, response.body().map(Buffer::toString)));
    return opened.await(SECONDS, TimeUnit.SECONDS);
  }

  String whole(Opened answer) throws TimeoutException {
    return answer.body().await(SECONDS, TimeUnit.SECONDS);
  }

  /** As HTTP/2 resets its stream, and HTTP/1.1 closes its connection. */
  static void cancel(Opened answer) throws TimeoutException {
    answer.response().request().reset().otherwiseEmpty().await(SECONDS, TimeUnit.SECONDS);
  }
}
