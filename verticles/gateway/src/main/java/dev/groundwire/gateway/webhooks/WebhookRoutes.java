package dev.groundwire.gateway.webhooks;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.webhooks.DeleteWebhook;
import dev.groundwire.bus.webhooks.DeliveryState;
import dev.groundwire.bus.webhooks.FindDelivery;
import dev.groundwire.bus.webhooks.FindWebhook;
import dev.groundwire.bus.webhooks.ListDeliveries;
import dev.groundwire.bus.webhooks.ListWebhooks;
import dev.groundwire.bus.webhooks.RedeliverOne;
import dev.groundwire.bus.webhooks.RotateSecret;
import dev.groundwire.bus.webhooks.TestWebhook;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.gateway.access.RoomRoutes;
import dev.groundwire.gateway.access.Workspaces;
import dev.groundwire.gateway.http.ApiRoute;
import dev.groundwire.gateway.http.JsonBody;
import dev.groundwire.gateway.http.JsonReply;
import dev.groundwire.gateway.http.PageQuery;
import dev.groundwire.gateway.http.PathIds;
import dev.groundwire.platform.bus.Bus;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The calls about webhooks, which belong to an organization as a whole. */
public final class WebhookRoutes {
  static final String ALL = "/api/v1/webhooks";
  private static final String ONE = ALL + "/:id";
  private static final String DELIVERIES = ONE + "/deliveries";
  private static final String DELIVERY = DELIVERIES + "/:delivery";

  private WebhookRoutes() {}

  public static List<ApiRoute> of(
      Workspaces workspaces, Bus bus, JsonBody json, Duration deadline) {
    RoomRoutes room = new RoomRoutes(workspaces, bus, deadline);
    return Stream.concat(webhooks(room, bus, json, deadline), deliveries(room)).toList();
  }

  private static Stream<ApiRoute> webhooks(
      RoomRoutes room, Bus bus, JsonBody json, Duration deadline) {
    return Stream.of(
        new ApiRoute(POST, ALL, new CreateWebhookRoute(bus, json, deadline)),
        room.inOrganization(
            GET,
            ALL,
            WebhookBus.LIST_WEBHOOKS,
            (http, organization) -> new ListWebhooks(organization, PageQuery.of(http)),
            JsonReply::ok),
        room.inOrganization(
            GET,
            ONE,
            WebhookBus.FIND_WEBHOOK,
            (http, organization) -> new FindWebhook(organization, id(http)),
            JsonReply::ok),
        new ApiRoute(PATCH, ONE, new ChangeWebhookRoute(bus, json, deadline)),
        room.inOrganization(
            DELETE,
            ONE,
            WebhookBus.DELETE_WEBHOOK,
            (http, organization) -> new DeleteWebhook(organization, id(http)),
            (http, done) -> JsonReply.empty(http, 204)),
        room.inOrganization(
            POST,
            ONE + "/rotate-secret",
            WebhookBus.ROTATE_SECRET,
            (http, organization) -> new RotateSecret(organization, id(http)),
            (http, made) -> JsonReply.ok(http, WebhookBody.WithSecret.of(made))),
        room.inOrganization(
            POST,
            ONE + "/test",
            WebhookBus.TEST_WEBHOOK,
            (http, organization) -> new TestWebhook(organization, id(http)),
            (http, delivery) -> {
              http.response()
                  .putHeader(
                      "Location",
                      ALL + "/" + delivery.webhookId() + "/deliveries/" + delivery.id());
              JsonReply.send(http, 202, delivery);
            }),
        new ApiRoute(POST, ONE + "/redeliver", new RedeliverFailedRoute(bus, json, deadline)));
  }

  private static Stream<ApiRoute> deliveries(RoomRoutes room) {
    return Stream.of(
        room.inOrganization(
            GET,
            DELIVERIES,
            WebhookBus.LIST_DELIVERIES,
            (http, organization) ->
                new ListDeliveries(organization, id(http), state(http), PageQuery.of(http)),
            JsonReply::ok),
        room.inOrganization(
            GET,
            DELIVERY,
            WebhookBus.FIND_DELIVERY,
            (http, organization) -> new FindDelivery(organization, id(http), delivery(http)),
            (http, found) -> JsonReply.ok(http, WebhookBody.WholeDelivery.of(found))),
        room.inOrganization(
            POST,
            DELIVERY + "/redeliver",
            WebhookBus.REDELIVER_ONE,
            (http, organization) -> new RedeliverOne(organization, id(http), delivery(http)),
            (http, waiting) -> JsonReply.send(http, 202, waiting)));
  }

  private static UUID id(RoutingContext http) {
    return PathIds.of(http, "id");
  }

  private static UUID delivery(RoutingContext http) {
    return PathIds.of(http, "delivery");
  }

  private static Optional<DeliveryState> state(RoutingContext http) {
    String asked = http.queryParams().get("state");
    if (asked == null) {
      return Optional.empty();
    }
    return Optional.of(
        Stream.of(DeliveryState.values())
            .filter(state -> state.text().equals(asked))
            .findFirst()
            .orElseThrow(() ->
                new BusFailure(
                    FailureCode.INVALID_REQUEST,
                    "state is not one of "
                        + Stream.of(DeliveryState.values())
                            .map(DeliveryState::text)
                            .collect(Collectors.joining(", "))
                        + ".")));
  }
}
