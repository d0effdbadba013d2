package dev.groundwire.gateway.openai;

import dev.groundwire.bus.embedding.CountTokens;
import dev.groundwire.bus.embedding.DescribeModel;
import dev.groundwire.bus.embedding.EmbedTexts;
import dev.groundwire.bus.embedding.EmbeddingBus;
import dev.groundwire.bus.embedding.ModelDescribed;
import dev.groundwire.bus.embedding.TokensCounted;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/** {@code POST /v1/embeddings}: vectors of the model that the search uses. */
final class EmbeddingsRoute implements Handler<RoutingContext> {
  /** What the embedding room takes at once. */
  private static final int SLICE = 256;

  private final JsonBody json;
  private final Bus bus;
  private final Duration deadline;

  EmbeddingsRoute(JsonBody json, Bus bus, Duration deadline) {
    this.json = json;
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    json.read(http)
        .map(body -> EmbeddingRequest.of(JsonBody.object(body)))
        .compose(request ->
            bus.request(EmbeddingBus.DESCRIBE_MODEL, new DescribeModel(), deadline)
                .compose(model -> embedded(http, request, model)))
        .onSuccess(reply -> reply.send(http))
        .onFailure(http::fail);
  }

  private Future<EmbeddingReply> embedded(
      RoutingContext http, EmbeddingRequest request, ModelDescribed model) {
    if (!EmbeddingName.isNamed(request.model(), model.model())) {
      throw OpenAiErrors.unknownModel(request.model());
    }
    if (request.dimensions().orElse(model.dimensions()) != model.dimensions()) {
      throw OpenAiErrors.invalid(
          "dimensions", "This model's vectors have " + model.dimensions() + " dimensions.");
    }
    EmbeddingReply reply = new EmbeddingReply(request.model(), request.isBase64());
    Future<Void> slices = Future.succeededFuture();
    for (int from = 0; from < request.texts().size(); from += SLICE) {
      List<String> texts =
          request.texts().subList(from, Math.min(request.texts().size(), from + SLICE));
      slices = slices.compose(ignored -> http.response().closed() ? left() : add(texts, reply));
    }
    return slices.map(reply);
  }

  /** Nothing more is asked of a room for a client that has left. */
  private static Future<Void> left() {
    return Future.succeededFuture();
  }

  private Future<Void> add(List<String> texts, EmbeddingReply reply) {
    Future<TokensCounted> counted =
        bus.request(EmbeddingBus.COUNT_TOKENS, new CountTokens(texts), deadline);
    return bus.request(
            EmbeddingBus.EMBED_TEXTS, new EmbedTexts(EmbedTexts.Purpose.SENTENCE, texts), deadline)
        .compose(embedded ->
            counted.map(tokens -> {
              reply.add(embedded.vectors(), tokens.counts());
              return null;
            }));
  }
}
