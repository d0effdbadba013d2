package dev.groundwire.inbox;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What landing reads, and the rows that it adds to {@code event_delivery}. */
final class ArrivalRepository {
  private static final String ADD =
      """
      INSERT INTO event_delivery (event_id, organization_id, workspace_id, type, key, key_seq,
        correlation_id, causation_id, traceparent, occurred_at, payload, handler,
        broker_deliveries)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      ON CONFLICT DO NOTHING
      """;
  private static final String MISSED =
      "SELECT %s FROM outbox WHERE key = $1 AND key_seq > $2 AND key_seq < $3 ORDER BY key_seq"
          .formatted(Envelopes.COLUMNS);
  private static final String WAITING =
      """
      SELECT count(*) AS waiting
      FROM (SELECT FROM event_delivery WHERE state = 'waiting' LIMIT $1) AS counted
      """;
  private static final String LISTENING =
      """
      SELECT DISTINCT organization_id
      FROM webhook
      WHERE organization_id = ANY ($1) AND state = 'active'
      """;

  /** A fact, one of its handlers, and how it came. */
  record Added(Arrival arrival, String handler) {}

  void add(SqlConnection tx, List<Added> added) {
    Rows.batch(
        tx,
        ADD,
        added.stream()
            .map(row ->
                Envelopes.write(
                    row.arrival().event(), row.handler(), row.arrival().brokerDeliveries()))
            .toList());
  }

  /** The facts of a key between two others, as far as the outbox still has them. */
  List<EventEnvelope> missed(SqlConnection tx, String key, long after, long before) {
    return Rows.list(tx, MISSED, Tuple.of(key, after, before), Envelopes::read);
  }

  /** How many deliveries wait or are under way, {@code most} for more than that. */
  int waiting(SqlConnection tx, int most) {
    return Rows.first(tx, WAITING, Tuple.of(most), row -> row.getInteger("waiting")).orElse(0);
  }

  /** Those among the organizations that have a webhook that is not switched off. */
  Set<UUID> listening(SqlConnection tx, Set<UUID> organizations) {
    return Rows.list(
            tx,
            LISTENING,
            Tuple.of(organizations.toArray(UUID[]::new)),
            row -> row.getUUID("organization_id"))
        .stream()
        .collect(Collectors.toSet());
  }
}
