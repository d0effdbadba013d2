package dev.groundwire.gateway.conversations;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.ConversationFound;
import dev.groundwire.bus.chat.FindConversation;
import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** {@code GET /api/v1/conversations/{id}}: one with its messages. */
final class FindConversationRoute implements ApiRoute {
  private final Bus bus;
  private final Duration deadline;

  FindConversationRoute(Bus bus, Duration deadline) {
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public String path() {
    return "/api/v1/conversations/:id";
  }

  @Override
  public void handle(RoutingContext http) {
    FindConversation request =
        new FindConversation(Caller.of(http).organizationId(), PathIds.of(http, "id"));
    bus.request(ChatBus.FIND_CONVERSATION, request, deadline)
        .onSuccess(found -> JsonReply.ok(http, Whole.of(found)))
        .onFailure(http::fail);
  }

  private record Whole(
      UUID id, String title, Instant createdAt, Instant updatedAt, List<MessageView> messages) {
    static Whole of(ConversationFound found) {
      return new Whole(
          found.conversation().id(),
          found.conversation().title(),
          found.conversation().createdAt(),
          found.conversation().updatedAt(),
          found.messages());
    }
  }
}
