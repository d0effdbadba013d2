package dev.groundwire.deadletter;

import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.deadletter.DeadLetterView;
import dev.groundwire.bus.event.EventEnvelope;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/** Reads rows of the {@code dead_letter} table. */
final class LetterRows {
  static final String COLUMNS =
      "d.id, d.event_id, d.handler, d.organization_id, d.workspace_id, d.type, d.key, d.key_seq,"
          + " d.correlation_id, d.causation_id, d.traceparent, d.occurred_at, d.payload, d.state,"
          + " d.reason, d.attempts, d.tries, d.next_at, d.discard_reason, d.buried_at,"
          + " d.changed_at";

  private LetterRows() {}

  static DeadLetterView view(Row row) {
    return new DeadLetterView(
        row.getUUID("id"),
        row.getUUID("workspace_id"),
        row.getUUID("event_id"),
        row.getString("type"),
        row.getString("key"),
        row.getString("handler"),
        DeadLetterState.of(row.getString("state")),
        row.getString("reason"),
        row.getInteger("attempts"),
        Optional.ofNullable(row.getOffsetDateTime("next_at")).map(at -> at.toInstant()),
        Optional.ofNullable(row.getString("discard_reason")),
        row.getString("correlation_id"),
        row.getOffsetDateTime("buried_at").toInstant(),
        row.getOffsetDateTime("changed_at").toInstant());
  }

  static EventEnvelope event(Row row) {
    return new EventEnvelope(
        row.getUUID("event_id"),
        row.getString("type"),
        row.getUUID("organization_id"),
        row.getUUID("workspace_id"),
        row.getString("key"),
        row.getLong("key_seq"),
        row.getString("correlation_id"),
        Optional.ofNullable(row.getUUID("causation_id")),
        Optional.ofNullable(row.getString("traceparent")),
        row.getOffsetDateTime("occurred_at").toInstant(),
        row.getString("payload"));
  }

  static LeasedLetter leased(Row row, UUID lease) {
    return new LeasedLetter(
        row.getUUID("id"),
        event(row),
        row.getString("handler"),
        DeadLetterState.of(row.getString("state")),
        row.getInteger("tries"),
        lease);
  }
}
