package dev.groundwire.gateway.conversations;

import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.platform.bus.Bus;
import java.time.Duration;
import java.util.List;

/** Wires the routes of conversations. */
public final class ConversationRoutes {
  private ConversationRoutes() {}

  public static List<ApiRoute> of(
      Workspaces workspaces, Bus bus, JsonBody json, Duration deadline) {
    return List.of(
        new StartConversationRoute(workspaces, bus, json, deadline),
        new ListConversationsRoute(workspaces, bus, deadline),
        new FindConversationRoute(bus, deadline),
        new DeleteConversationRoute(bus, deadline));
  }
}
