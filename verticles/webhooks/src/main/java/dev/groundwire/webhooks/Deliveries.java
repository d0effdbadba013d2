package dev.groundwire.webhooks;

import dev.groundwire.bus.webhooks.DeliveriesListed;
import dev.groundwire.bus.webhooks.DeliveriesQueued;
import dev.groundwire.bus.webhooks.DeliveryFound;
import dev.groundwire.bus.webhooks.DeliveryView;
import dev.groundwire.bus.webhooks.FindDelivery;
import dev.groundwire.bus.webhooks.ListDeliveries;
import dev.groundwire.bus.webhooks.RedeliverFailed;
import dev.groundwire.bus.webhooks.RedeliverOne;
import dev.groundwire.bus.webhooks.TestWebhook;
import dev.groundwire.bus.webhooks.WebhookState;
import dev.groundwire.platform.paging.ListPart;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.telemetry.RequestScope;
import dev.groundwire.platform.telemetry.TraceHeader;
import dev.groundwire.webhooks.DeliveryRepository.Entry;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What owners see of their deliveries, and have sent again. */
final class Deliveries {
  /** Of one request; further ones are asked for again. */
  private static final int MOST_REDELIVERED = 10_000;

  private final Database database;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final Runnable due;
  private final WebhookRepository webhooks = new WebhookRepository();
  private final DeliveryRepository deliveries = new DeliveryRepository();
  private final AttemptRepository attempts = new AttemptRepository();
  private final FanOutRepository fanOut = new FanOutRepository();

  /**
   * @param due called when there may be something to send
   */
  Deliveries(Database database, Clock clock, Supplier<UUID> ids, Runnable due) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.due = due;
  }

  DeliveriesListed list(ListDeliveries asked) {
    ListPart<DeliveryView> part =
        ListPart.read(
            asked.page(),
            DeliveryView::id,
            (limit, before) ->
                database.inTenant(
                    asked.organizationId(),
                    tx -> {
                      if (webhooks.find(tx, asked.webhookId()).isEmpty()) {
                        throw Refusals.noWebhook(asked.webhookId());
                      }
                      return deliveries.list(tx, asked.webhookId(), asked.state(), limit, before);
                    }));
    return new DeliveriesListed(part.items(), part.nextCursor());
  }

  DeliveryFound find(FindDelivery asked) {
    return database.inTenant(
        asked.organizationId(),
        tx -> {
          Entry found = entry(tx, asked.webhookId(), asked.id());
          return new DeliveryFound(found.view(), found.body(), attempts.list(tx, asked.id()));
        });
  }

  DeliveryView redeliver(RedeliverOne asked) {
    DeliveryView waiting =
        database.inTenant(
            asked.organizationId(),
            tx -> {
              entry(tx, asked.webhookId(), asked.id());
              refuseUnlessActive(tx, asked.webhookId());
              deliveries.again(tx, asked.webhookId(), asked.id());
              return entry(tx, asked.webhookId(), asked.id()).view();
            });
    due.run();
    return waiting;
  }

  DeliveriesQueued redeliver(RedeliverFailed asked) {
    int queued =
        database.inTenant(
            asked.organizationId(),
            tx -> {
              refuseUnlessActive(tx, asked.webhookId());
              return deliveries.failedAgain(tx, asked, MOST_REDELIVERED);
            });
    due.run();
    return new DeliveriesQueued(queued, queued == MOST_REDELIVERED);
  }

  DeliveryView test(TestWebhook asked) {
    UUID event = ids.get();
    UUID id = ids.get();
    DeliveryView waiting =
        database.inTenant(
            asked.organizationId(),
            tx -> {
              refuseUnlessActive(tx, asked.id());
              fanOut.add(tx, List.of(row(asked, id, event)));
              return entry(tx, asked.id(), id).view();
            });
    due.run();
    return waiting;
  }

  private Tuple row(TestWebhook asked, UUID id, UUID event) {
    return Tuple.of(
        id,
        asked.id(),
        asked.organizationId(),
        event,
        CloudEventBody.TEST_TYPE,
        event.toString(),
        1L,
        RequestScope.currentRequestId().orElse(event.toString()),
        TraceHeader.current().orElse(null),
        CloudEventBody.ofTest(event, asked.organizationId(), asked.id(), clock.instant()),
        null);
  }

  private Entry entry(SqlConnection tx, UUID webhookId, UUID id) {
    return deliveries.find(tx, webhookId, id).orElseThrow(() -> Refusals.noDelivery(id));
  }

  private void refuseUnlessActive(SqlConnection tx, UUID webhookId) {
    Optional<WebhookState> state = webhooks.find(tx, webhookId).map(found -> found.state());
    if (state.isEmpty()) {
      throw Refusals.noWebhook(webhookId);
    }
    if (state.get() != WebhookState.ACTIVE) {
      throw Refusals.conflict(
          "The webhook is "
              + state.get().text()
              + ", so it is sent nothing; make it active first.");
    }
  }
}
