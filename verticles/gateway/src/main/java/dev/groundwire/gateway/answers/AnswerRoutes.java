package dev.groundwire.gateway.answers;

import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.StreamSlots;
import dev.groundwire.platform.bus.Bus;
import java.time.Duration;
import java.util.List;

/** Wires the routes of questions and answers. */
public final class AnswerRoutes {
  private AnswerRoutes() {}

  /**
   * @param deadline for what a room is asked
   * @param heartbeat how long a stream may be silent
   * @param answer how long a client waits for a whole answer
   */
  public static List<ApiRoute> of(
      Workspaces workspaces,
      Bus bus,
      JsonBody json,
      StreamSlots streams,
      Duration deadline,
      Duration heartbeat,
      Duration answer) {
    AnswerReplies replies =
        new AnswerReplies(bus, streams, new AnswerReplies.Timing(deadline, heartbeat, answer));
    return List.of(
        new AskRoute(workspaces, bus, json, replies, deadline),
        new PostMessageRoute(bus, json, replies, deadline),
        new FindAnswerRoute(bus, deadline),
        new CancelAnswerRoute(bus, deadline),
        new WatchAnswerRoute(streams, replies),
        new ListModelsRoute(bus, deadline));
  }
}
