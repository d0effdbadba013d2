package dev.groundwire.gateway.deadletters;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.FindDeadLetter;
import dev.groundwire.bus.deadletter.ReplayDeadLetter;
import dev.groundwire.gateway.access.RoomRoutes;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import java.time.Duration;
import java.util.List;

/** The calls about dead letters. */
public final class DeadLetterRoutes {
  private static final String ALL = "/api/v1/dead-letters";
  private static final String ONE = ALL + "/:id";

  private DeadLetterRoutes() {}

  public static List<ApiRoute> of(
      Workspaces workspaces, Bus bus, JsonBody json, Duration deadline) {
    RoomRoutes room = new RoomRoutes(workspaces, bus, deadline);
    return List.of(
        new ApiRoute(GET, ALL, new ListDeadLettersRoute(workspaces, bus, deadline)),
        room.inOrganization(
            GET,
            ONE,
            DeadLetterBus.FIND_DEAD_LETTER,
            (http, organization) -> new FindDeadLetter(organization, PathIds.of(http, "id")),
            (http, found) -> JsonReply.ok(http, LetterBody.Whole.of(found))),
        new ApiRoute(
            POST, ALL + "/replay", new ReplayDeadLettersRoute(workspaces, bus, json, deadline)),
        room.inOrganization(
            POST,
            ONE + "/replay",
            DeadLetterBus.REPLAY_DEAD_LETTER,
            (http, organization) -> new ReplayDeadLetter(organization, PathIds.of(http, "id")),
            (http, replaying) -> JsonReply.send(http, 202, LetterBody.of(replaying))),
        new ApiRoute(POST, ONE + "/discard", new DiscardDeadLetterRoute(bus, json, deadline)));
  }
}
