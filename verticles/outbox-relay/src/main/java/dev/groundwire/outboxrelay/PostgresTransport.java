package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.Subscription;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;

/** The embedded transport: a row per fact and handler, added in the relay's own transaction. */
final class PostgresTransport implements EventTransport {
  private final DeliveryRepository deliveries;

  PostgresTransport(DeliveryRepository deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public List<UUID> publish(SqlConnection tx, List<EventEnvelope> events) {
    deliveries.add(
        tx,
        events.stream()
            .flatMap(event ->
                Subscription.to(event.type()).stream()
                    .map(to -> new Delivery(event, to.handler().name())))
            .toList());
    return events.stream().map(EventEnvelope::id).toList();
  }
}
