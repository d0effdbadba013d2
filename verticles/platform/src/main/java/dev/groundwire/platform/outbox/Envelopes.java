package dev.groundwire.platform.outbox;

import dev.groundwire.bus.event.EventEnvelope;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts as rows: the outbox and the embedded transport name their columns alike. */
public final class Envelopes {
  /** The columns that {@link #read} reads and {@link #write} fills, in this order. */
  public static final String COLUMNS =
      "id, organization_id, workspace_id, type, key, key_seq, correlation_id, causation_id,"
          + " traceparent, occurred_at, payload";

  private Envelopes() {}

  public static EventEnvelope read(Row row) {
    return new EventEnvelope(
        row.getUUID("id"),
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

  /** Eleven parameters, then {@code more}. */
  public static Tuple write(EventEnvelope event, Object... more) {
    @Nullable Object[] values = new @Nullable Object[11 + more.length];
    values[0] = event.id();
    values[1] = event.organizationId();
    values[2] = event.workspaceId();
    values[3] = event.type();
    values[4] = event.key();
    values[5] = event.keySeq();
    values[6] = event.correlationId();
    values[7] = event.causationId().orElse(null);
    values[8] = event.traceparent().orElse(null);
    values[9] = event.occurredAt().atOffset(ZoneOffset.UTC);
    values[10] = event.payload();
    System.arraycopy(more, 0, values, 11, more.length);
    return Tuple.wrap(values);
  }
}
