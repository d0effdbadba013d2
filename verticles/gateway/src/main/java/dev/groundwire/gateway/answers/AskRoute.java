package dev.groundwire.gateway.answers;

import dev.groundwire.bus.chat.AnswerStarted;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.StartAnswer;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.RequestIds;
import dev.groundwire.gateway.search.FilterFields;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** {@code POST /api/v1/workspaces/{ws}/ask}: a question on its own. */
final class AskRoute implements Handler<RoutingContext> {
  private final Workspaces workspaces;
  private final Bus bus;
  private final JsonBody json;
  private final AnswerReplies replies;
  private final Duration deadline;

  AskRoute(
      Workspaces workspaces, Bus bus, JsonBody json, AnswerReplies replies, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.json = json;
    this.replies = replies;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    replies.give(http, () -> start(http));
  }

  private Future<AnswerStarted> start(RoutingContext http) {
    return json.read(http, "question", "model", "documentIds", "filter")
        .compose(body ->
            workspaces
                .tenantOf(http)
                .compose(tenant ->
                    bus.request(
                        ChatBus.START_ANSWER,
                        new StartAnswer(
                            tenant.organizationId(),
                            Optional.of(tenant.workspaceId()),
                            Optional.empty(),
                            body.text("question"),
                            body.optionalText("model"),
                            FilterFields.of(body),
                            RequestIds.of(http),
                            replies.isLater(http)),
                        deadline)));
  }
}
