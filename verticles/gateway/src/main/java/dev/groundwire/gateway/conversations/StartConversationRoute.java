package dev.groundwire.gateway.conversations;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.StartConversation;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** {@code POST /api/v1/workspaces/{ws}/conversations}: begins one. */
final class StartConversationRoute implements Handler<RoutingContext> {
  private final Workspaces workspaces;
  private final Bus bus;
  private final JsonBody json;
  private final Duration deadline;

  StartConversationRoute(Workspaces workspaces, Bus bus, JsonBody json, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.json = json;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    json.read(http, "title")
        .compose(body -> {
          String title = body.optionalText("title").orElse("");
          return workspaces
              .tenantOf(http)
              .compose(tenant ->
                  bus.request(
                      ChatBus.START_CONVERSATION, new StartConversation(tenant, title), deadline));
        })
        .onSuccess(started -> {
          http.response().putHeader("Location", "/api/v1/conversations/" + started.id());
          JsonReply.send(http, 201, started);
        })
        .onFailure(http::fail);
  }
}
