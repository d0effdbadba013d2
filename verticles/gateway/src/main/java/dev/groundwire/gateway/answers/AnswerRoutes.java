package dev.groundwire.gateway.answers;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import dev.groundwire.bus.chat.CancelAnswer;
import dev.groundwire.bus.chat.ChatBus;
import dev.groundwire.bus.chat.FindAnswer;
import dev.groundwire.bus.llm.DescribeProviders;
import dev.groundwire.bus.llm.ListModels;
import dev.groundwire.bus.llm.LlmBus;
import dev.groundwire.gateway.access.RoomRoutes;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.platform.bus.Bus;
import java.time.Duration;
import java.util.List;

/** The calls about questions and answers. */
public final class AnswerRoutes {
  private static final String ONE = "/api/v1/answers/:id";

  private AnswerRoutes() {}

  /**
   * @param deadline for what a room is asked
   * @param answer how long a client waits for a whole answer
   */
  public static List<ApiRoute> of(
      Workspaces workspaces,
      Bus bus,
      AnswerLogs logs,
      JsonBody json,
      StreamSlots streams,
      Duration deadline,
      Duration answer) {
    AnswerReplies replies =
        new AnswerReplies(bus, logs, streams, new AnswerReplies.Timing(deadline, answer));
    RoomRoutes room = new RoomRoutes(workspaces, bus, deadline);
    return List.of(
        new ApiRoute(
            POST,
            "/api/v1/workspaces/:ws/ask",
            new AskRoute(workspaces, bus, json, replies, deadline)),
        new ApiRoute(
            POST,
            "/api/v1/conversations/:id/messages",
            new PostMessageRoute(bus, json, replies, deadline)),
        room.inOrganization(
            GET,
            ONE,
            ChatBus.FIND_ANSWER,
            (http, organization) -> new FindAnswer(organization, PathIds.of(http, "id")),
            JsonReply::ok),
        room.inOrganization(
            DELETE,
            ONE,
            ChatBus.CANCEL_ANSWER,
            (http, organization) -> new CancelAnswer(organization, PathIds.of(http, "id")),
            (http, done) -> JsonReply.empty(http, 202)),
        new ApiRoute(GET, ONE + "/events", new WatchAnswerRoute(streams, replies)),
        room.inOrganization(
            GET,
            "/api/v1/models",
            LlmBus.LIST_MODELS,
            (http, organization) -> new ListModels(),
            JsonReply::ok),
        room.inOrganization(
            GET,
            "/api/v1/providers",
            LlmBus.DESCRIBE_PROVIDERS,
            (http, organization) -> new DescribeProviders(),
            JsonReply::ok));
  }
}
