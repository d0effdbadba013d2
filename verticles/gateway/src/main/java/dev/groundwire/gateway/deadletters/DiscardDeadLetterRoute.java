package dev.groundwire.gateway.deadletters;

import dev.groundwire.bus.deadletter.DeadLetterBus;
import dev.groundwire.bus.deadletter.DiscardDeadLetter;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;

/** {@code POST /api/v1/dead-letters/{id}/discard}: ends it, with a reason for who looks later. */
final class DiscardDeadLetterRoute implements Handler<RoutingContext> {
  private final Bus bus;
  private final JsonBody json;
  private final Duration deadline;

  DiscardDeadLetterRoute(Bus bus, JsonBody json, Duration deadline) {
    this.bus = bus;
    this.json = json;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID organizationId = Caller.of(http).organizationId();
    UUID id = PathIds.of(http, "id");
    json.read(http, "reason")
        .compose(body ->
            bus.request(
                DeadLetterBus.DISCARD_DEAD_LETTER,
                new DiscardDeadLetter(organizationId, id, body.text("reason")),
                deadline))
        .onSuccess(discarded -> JsonReply.ok(http, LetterBody.of(discarded)))
        .onFailure(http::fail);
  }
}
