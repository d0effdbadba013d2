package dev.groundwire.inbox;

import static java.time.ZoneOffset.UTC;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What landing reads, and the rows that it adds to {@code event_delivery}. */
final class ArrivalRepository {
  private static final String ADD =
      """
      INSERT INTO event_delivery (event_id, organization_id, workspace_id, type, key, key_seq,
        correlation_id, causation_id, traceparent, occurred_at, payload, handler,
        broker_deliveries)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[],
        $6::bigint[], $7::text[], $8::uuid[], $9::text[], $10::timestamptz[], $11::text[],
        $12::text[], $13::int[])
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

  /** One statement, however many: a statement for each would cost more than the rows. */
  void add(SqlConnection tx, List<Added> added) {
    if (added.isEmpty()) {
      return;
    }
    Rows.update(
        tx,
        ADD,
        Tuple.wrap(
            new Object[] {
              of(added, UUID[]::new, EventEnvelope::id),
              of(added, UUID[]::new, EventEnvelope::organizationId),
              of(added, UUID[]::new, EventEnvelope::workspaceId),
              of(added, String[]::new, EventEnvelope::type),
              of(added, String[]::new, EventEnvelope::key),
              of(added, Long[]::new, EventEnvelope::keySeq),
              of(added, String[]::new, EventEnvelope::correlationId),
              of(added, UUID[]::new, event -> event.causationId().orElse(null)),
              of(added, String[]::new, event -> event.traceparent().orElse(null)),
              of(added, OffsetDateTime[]::new, event -> event.occurredAt().atOffset(UTC)),
              of(added, String[]::new, EventEnvelope::payload),
              added.stream().map(Added::handler).toArray(String[]::new),
              added.stream().map(row -> row.arrival().brokerDeliveries()).toArray(Integer[]::new)
            }));
  }

  private static <T> T[] of(
      List<Added> added, IntFunction<T[]> column, Function<EventEnvelope, @Nullable T> value) {
    return added.stream().map(row -> value.apply(row.arrival().event())).toArray(column);
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
