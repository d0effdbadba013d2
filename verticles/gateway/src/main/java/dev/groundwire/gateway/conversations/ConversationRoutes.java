package dev.groundwire.gateway.conversations;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.DeleteConversation;
import dev.groundwire.bus.chat.FindConversation;
import dev.groundwire.bus.chat.ListConversations;
import dev.groundwire.gateway.access.RoomRoutes;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PageQuery;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import java.time.Duration;
import java.util.List;

/** The calls about conversations. */
public final class ConversationRoutes {
  private static final String ALL = "/api/v1/workspaces/:ws/conversations";
  private static final String ONE = "/api/v1/conversations/:id";

  private ConversationRoutes() {}

  public static List<ApiRoute> of(
      Workspaces workspaces, Bus bus, JsonBody json, Duration deadline) {
    RoomRoutes room = new RoomRoutes(workspaces, bus, deadline);
    return List.of(
        new ApiRoute(POST, ALL, new StartConversationRoute(workspaces, bus, json, deadline)),
        room.inWorkspace(
            GET,
            ALL,
            ChatBus.LIST_CONVERSATIONS,
            (http, tenant) -> new ListConversations(tenant, PageQuery.of(http)),
            JsonReply::ok),
        room.inOrganization(
            GET,
            ONE,
            ChatBus.FIND_CONVERSATION,
            (http, organization) -> new FindConversation(organization, PathIds.of(http, "id")),
            (http, found) -> JsonReply.ok(http, WholeConversation.of(found))),
        room.inOrganization(
            DELETE,
            ONE,
            ChatBus.DELETE_CONVERSATION,
            (http, organization) -> new DeleteConversation(organization, PathIds.of(http, "id")),
            (http, done) -> JsonReply.empty(http, 204)));
  }
}
