package dev.groundwire.webhooks;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventHandled;
import dev.groundwire.bus.webhooks.WebhookBus;
import dev.groundwire.platform.outbox.InboxLedger;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.webhooks.FanOutRepository.Wanting;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a fact into a delivery for each webhook that wants it, once. */
final class FanOut {
  private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

  private final Database database;
  private final int waitingBound;
  private final Supplier<UUID> ids;
  private final Runnable due;
  private final FanOutRepository deliveries = new FanOutRepository();
  private final InboxLedger handled = new InboxLedger(WebhookBus.FAN_OUT_EVENT.name());

  /**
   * @param due called when there may be something to send
   */
  FanOut(Database database, int waitingBound, Supplier<UUID> ids, Runnable due) {
    this.database = database;
    this.waitingBound = waitingBound;
    this.ids = ids;
    this.due = due;
  }

  EventHandled handle(EventEnvelope event) {
    EventHandled answer =
        database.inTenant(
            event.organizationId(),
            tx -> {
              if (!handled.firstTime(tx, event)) {
                return new EventHandled(false);
              }
              List<Wanting> wanting = deliveries.wanting(tx, event, waitingBound);
              if (!wanting.isEmpty()) {
                String body = CloudEventBody.of(event);
                deliveries.add(
                    tx, wanting.stream().map(webhook -> row(event, webhook, body)).toList());
              }
              return new EventHandled(true);
            });
    due.run();
    return answer;
  }

  private Tuple row(EventEnvelope event, Wanting webhook, String body) {
    if (webhook.full()) {
      LOG.atWarn()
          .addKeyValue("webhook", webhook.webhookId())
          .addKeyValue("event_id", event.id())
          .log("too many deliveries wait, this one is discarded");
    }
    return Tuple.of(
        ids.get(),
        webhook.webhookId(),
        event.organizationId(),
        event.id(),
        event.type(),
        event.key(),
        event.keySeq(),
        event.correlationId(),
        event.traceparent().orElse(null),
        body,
        webhook.full() ? waitingBound + " deliveries waited already." : null);
  }
}
