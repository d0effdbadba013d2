package dev.groundwire.gateway.openai;

import dev.groundwire.gateway.http.EventStream;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.StreamKind;
import dev.groundwire.gateway.http.StreamSlots;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code POST /v1/chat/completions}: from a provider, or from the documents of a workspace. */
final class ChatCompletionsRoute implements Handler<RoutingContext> {
  private final JsonBody json;
  private final StreamSlots streams;
  private final PassThrough passThrough;
  private final GroundedCompletions grounded;

  ChatCompletionsRoute(
      JsonBody json, StreamSlots streams, PassThrough passThrough, GroundedCompletions grounded) {
    this.json = json;
    this.streams = streams;
    this.passThrough = passThrough;
    this.grounded = grounded;
  }

  @Override
  public void handle(RoutingContext http) {
    EventStream stream = streams.open(http, StreamKind.COMPLETION);
    json.read(http)
        .map(CompletionRequest::of)
        .compose(
            request -> stream.isClosed() ? Future.succeededFuture() : answer(http, stream, request))
        .onFailure(http::fail);
  }

  private Future<Void> answer(RoutingContext http, EventStream stream, CompletionRequest request) {
    return GroundedModel.isOne(request.model())
        ? grounded.answer(http, stream, request)
        : passThrough.answer(http, stream, request);
  }
}
