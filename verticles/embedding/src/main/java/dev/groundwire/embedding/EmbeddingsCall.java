package dev.groundwire.embedding;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.Trail;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One {@code POST <base_url>/embeddings}. Tells neither the key nor what the endpoint said. */
final class EmbeddingsCall {
  /** JSON of one component, with room to spare. */
  private static final int BYTES_A_COMPONENT = 40;

  private final Vertx vertx;
  private final HttpClient client;
  private final OpenAiConfig config;
  private final String model;
  private final EmbeddingsReply reply;

  EmbeddingsCall(Vertx vertx, HttpClient client, OpenAiConfig config, String model, Clock clock) {
    this.vertx = vertx;
    this.client = client;
    this.config = config;
    this.model = model;
    this.reply = new EmbeddingsReply(config.dimensions(), clock);
  }

  /** For a thread that is not one of Vert.x. */
  CallOutcome send(Trail asker, List<String> texts) {
    Promise<CallOutcome> outcome = Promise.promise();
    // On an event loop: a callback set from outside of it may come after what it waits for.
    asker.run(
        vertx.getOrCreateContext(),
        () -> Future.succeededFuture().compose(ready -> exchange(texts)).onComplete(outcome));
    try {
      return outcome.future().await();
    } catch (Throwable failed) {
      return unanswered(failed);
    }
  }

  private Future<CallOutcome> exchange(List<String> texts) {
    Future<HttpClientRequest> request = client.request(options());
    return request
        .compose(opened -> opened.send(body(texts)))
        .compose(answer -> read(answer, texts.size()))
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        // Also an answer that trickles or stalls gives its connection back.
        .onFailure(failed -> request.onSuccess(HttpClientRequest::reset));
  }

  private RequestOptions options() {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(config.baseUrl().replaceAll("/+$", "") + "/embeddings")
            .setConnectTimeout(config.timeout().toMillis())
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .putHeader(HttpHeaders.USER_AGENT, "groundwire");
    RequestScope.currentRequestId().ifPresent(id -> options.putHeader("x-request-id", id));
    if (config.apiKey() != null && !config.apiKey().isEmpty()) {
      options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + config.apiKey());
    }
    return options;
  }

  private Buffer body(List<String> texts) {
    JsonObject body = new JsonObject().put("model", model).put("input", new JsonArray(texts));
    if (config.requestDimensions()) {
      body.put("dimensions", config.dimensions());
    }
    return body.toBuffer();
  }

  private Future<CallOutcome> read(HttpClientResponse answer, int texts) {
    long most = 65_536L + (long) texts * config.dimensions() * BYTES_A_COMPONENT;
    Buffer body = Buffer.buffer();
    answer.handler(part -> {
      if (body.length() + part.length() > most) {
        answer.request().reset();
      } else {
        body.appendBuffer(part);
      }
    });
    return answer
        .end()
        .map(end -> reply.read(answer.statusCode(), answer.getHeader("Retry-After"), body, texts));
  }

  private static CallOutcome unanswered(Throwable failed) {
    return switch (failed) {
      case InterruptedException stopping ->
          CallOutcome.refused(FailureCode.UNAVAILABLE, Lanes.STOPPING);
      case TimeoutException late ->
          CallOutcome.later(FailureCode.TIMEOUT, "The embedding endpoint did not answer in time.");
      default ->
          CallOutcome.later(
              FailureCode.UPSTREAM_FAILED,
              "The embedding endpoint cannot be reached: check EMBEDDING_BASE_URL.");
    };
  }
}
