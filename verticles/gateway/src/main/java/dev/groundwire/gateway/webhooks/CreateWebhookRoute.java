package dev.groundwire.gateway.webhooks;

import dev.groundwire.bus.webhooks.CreateWebhook;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.gateway.access.Caller;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.platform.bus.Bus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;

/** {@code POST /api/v1/webhooks}: answers with the secret, this once. */
final class CreateWebhookRoute implements Handler<RoutingContext> {
  private final Bus bus;
  private final JsonBody json;
  private final Duration deadline;

  CreateWebhookRoute(Bus bus, JsonBody json, Duration deadline) {
    this.bus = bus;
    this.json = json;
    this.deadline = deadline;
  }

  @Override
  public void handle(RoutingContext http) {
    UUID organization = Caller.of(http).organizationId();
    json.read(http, "url", "eventTypes", "description")
        .compose(body ->
            bus.request(
                WebhookBus.CREATE_WEBHOOK,
                new CreateWebhook(
                    organization,
                    body.text("url"),
                    body.optionalText("description").orElse(""),
                    body.texts("eventTypes")),
                deadline))
        .onSuccess(made -> {
          http.response().putHeader("Location", WebhookRoutes.ALL + "/" + made.webhook().id());
          JsonReply.send(http, 201, WebhookBody.WithSecret.of(made));
        })
        .onFailure(http::fail);
  }
}
