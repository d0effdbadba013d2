package dev.groundwire.gateway.conversations;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.DeleteConversation;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** {@code DELETE /api/v1/conversations/{id}}: with its messages and answers. */
final class DeleteConversationRoute implements ApiRoute {
  private final Bus bus;
  private final Duration deadline;

  DeleteConversationRoute(Bus bus, Duration deadline) {
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.DELETE;
  }

  @Override
  public String path() {
    return "/api/v1/conversations/:id";
  }

  @Override
  public void handle(RoutingContext http) {
    DeleteConversation request =
        new DeleteConversation(Caller.of(http).organizationId(), PathIds.of(http, "id"));
    bus.request(ChatBus.DELETE_CONVERSATION, request, deadline)
        .onSuccess(done -> JsonReply.empty(http, 204))
        .onFailure(http::fail);
  }
}
