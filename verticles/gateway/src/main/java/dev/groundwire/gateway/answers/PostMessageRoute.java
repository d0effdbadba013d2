package dev.groundwire.gateway.answers;

import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.RequestIds;
import dev.groundwire.gateway.search.FilterFields;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** {@code POST /api/v1/conversations/{id}/messages}: a question in a conversation. */
final class PostMessageRoute implements Handler<RoutingContext> {
  private final Bus bus;
  private final JsonBody json;
  private final AnswerReplies replies;
  private final Duration deadline;

  PostMessageRoute(Bus bus, JsonBody json, AnswerReplies replies, Duration deadline) {
    this.bus = bus;
    this.json = json;
    this.replies = replies;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID conversation = PathIds.of(http, "id");
    replies.give(http, () -> start(http, conversation));
  }

  private Future<AnswerStarted> start(RoutingContext http, UUID conversation) {
    return json.read(http, "content", "model", "documentIds", "filter")
        .compose(body ->
            bus.request(
                ChatBus.START_ANSWER,
                new StartAnswer(
                    Caller.of(http).organizationId(),
                    Optional.empty(),
                    Optional.of(conversation),
                    body.text("content"),
                    body.optionalText("model"),
                    FilterFields.of(body),
                    RequestIds.of(http),
                    replies.isLater(http)),
                deadline));
  }
}
