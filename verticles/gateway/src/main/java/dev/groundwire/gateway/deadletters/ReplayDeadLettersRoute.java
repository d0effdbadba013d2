package dev.groundwire.gateway.deadletters;

import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.ReplayDeadLetters;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * {@code POST /api/v1/dead-letters/replay}: those that the body's fields mean, the same as in the
 * list's query; an empty object means all that are not handled or discarded.
 */
final class ReplayDeadLettersRoute implements Handler<RoutingContext> {
  private final Workspaces workspaces;
  private final Bus bus;
  private final JsonBody json;
  private final Duration deadline;

  ReplayDeadLettersRoute(Workspaces workspaces, Bus bus, JsonBody json, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.json = json;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    Caller caller = Caller.of(http);
    json.read(http, MeantLetters.FIELDS.toArray(String[]::new))
        .compose(body -> new MeantLetters(body::optionalText).resolve(caller, workspaces))
        .compose(filter ->
            bus.request(
                DeadLetterBus.REPLAY_DEAD_LETTERS,
                new ReplayDeadLetters(caller.organizationId(), filter),
                deadline))
        .onSuccess(queued -> JsonReply.send(http, 202, queued))
        .onFailure(http::fail);
  }
}
