package dev.groundwire.gateway.webhooks;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.webhooks.RedeliverFailed;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** {@code POST /api/v1/webhooks/{id}/redeliver}: all that failed, or since a time. */
final class RedeliverFailedRoute implements Handler<RoutingContext> {
  /** Beyond it the database would refuse what an instant can hold. */
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  private final Bus bus;
  private final JsonBody json;
  private final Duration deadline;

  RedeliverFailedRoute(Bus bus, JsonBody json, Duration deadline) {
    this.bus = bus;
    this.json = json;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID organization = Caller.of(http).organizationId();
    UUID id = PathIds.of(http, "id");
    json.read(http, "since")
        .compose(body -> {
          Optional<Instant> since = body.time("since");
          since.ifPresent(RedeliverFailedRoute::refuseAbsurd);
          return bus.request(
              WebhookBus.REDELIVER_FAILED, new RedeliverFailed(organization, id, since), deadline);
        })
        .onSuccess(queued -> JsonReply.send(http, 202, queued))
        .onFailure(http::fail);
  }

  private static void refuseAbsurd(Instant since) {
    if (since.isBefore(Instant.EPOCH) || since.isAfter(LAST)) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "since is not a time such as 2026-01-31T12:00:00Z.");
    }
  }
}
