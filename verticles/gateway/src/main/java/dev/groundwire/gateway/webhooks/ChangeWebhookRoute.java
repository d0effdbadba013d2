package dev.groundwire.gateway.webhooks;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.webhooks.ChangeWebhook;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.bus.webhooks.WebhookState;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonFields;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;

/** {@code PATCH /api/v1/webhooks/{id}}: what the body leaves out stays as it is. */
final class ChangeWebhookRoute implements Handler<RoutingContext> {
  private final Bus bus;
  private final JsonBody json;
  private final Duration deadline;

  ChangeWebhookRoute(Bus bus, JsonBody json, Duration deadline) {
    this.bus = bus;
    this.json = json;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID organization = Caller.of(http).organizationId();
    UUID id = PathIds.of(http, "id");
    json.read(http, "url", "eventTypes", "description", "state")
        .compose(body ->
            bus.request(WebhookBus.CHANGE_WEBHOOK, change(organization, id, body), deadline))
        .onSuccess(changed -> JsonReply.ok(http, changed))
        .onFailure(http::fail);
  }

  private static ChangeWebhook change(UUID organization, UUID id, JsonFields body) {
    return new ChangeWebhook(
        organization,
        id,
        body.optionalText("url"),
        body.optionalText("description"),
        body.optionalTexts("eventTypes"),
        body.optionalText("state").map(ChangeWebhookRoute::state));
  }

  private static WebhookState state(String text) {
    return switch (text) {
      case "active" -> WebhookState.ACTIVE;
      case "paused" -> WebhookState.PAUSED;
      default ->
          throw new BusFailure(FailureCode.INVALID_REQUEST, "state is not active or paused.");
    };
  }
}
