package dev.groundwire.gateway.conversations;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.ListConversations;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PageQuery;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** {@code GET /api/v1/workspaces/{ws}/conversations}: last used first. */
final class ListConversationsRoute implements ApiRoute {
  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;

  ListConversationsRoute(Workspaces workspaces, Bus bus, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public String path() {
    return "/api/v1/workspaces/:ws/conversations";
  }

  @Override
  public void handle(RoutingContext http) {
    Page page = PageQuery.of(http);
    workspaces
        .tenantOf(http)
        .compose(tenant ->
            bus.request(ChatBus.LIST_CONVERSATIONS, new ListConversations(tenant, page), deadline))
        .onSuccess(listed -> JsonReply.ok(http, listed))
        .onFailure(http::fail);
  }
}
