package dev.groundwire.gateway.deadletters;

import dev.groundwire.bus.Page;
import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.ListDeadLetters;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PageQuery;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code GET /api/v1/dead-letters}: newest first, of all workspaces unless {@code workspace} names
 * one.
 */
final class ListDeadLettersRoute implements Handler<RoutingContext> {
  private final Workspaces workspaces;
  private final Bus bus;
  private final Duration deadline;

  ListDeadLettersRoute(Workspaces workspaces, Bus bus, Duration deadline) {
    this.workspaces = workspaces;
    this.bus = bus;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    Caller caller = Caller.of(http);
    Page page = PageQuery.of(http);
    new MeantLetters(name -> Optional.ofNullable(http.queryParams().get(name)))
        .resolve(caller, workspaces)
        .compose(filter ->
            bus.request(
                DeadLetterBus.LIST_DEAD_LETTERS,
                new ListDeadLetters(caller.organizationId(), filter, page),
                deadline))
        .onSuccess(listed -> JsonReply.ok(http, LetterBody.Several.of(listed)))
        .onFailure(http::fail);
  }
}
