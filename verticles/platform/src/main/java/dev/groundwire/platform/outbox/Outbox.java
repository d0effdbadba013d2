package dev.groundwire.platform.outbox;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventType;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.platform.telemetry.TraceHeader;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends facts in the transaction of the state they tell of: both are committed or neither.
 * Thread-safe.
 */
public final class Outbox {
  /** One round trip: the number of the key, under its row lock, and the fact that has it. */
  private static final String APPEND =
      """
      WITH next AS (
        INSERT INTO outbox_key (key, organization_id, last_seq)
        VALUES ($4, $2, 1)
        ON CONFLICT (key) DO UPDATE SET last_seq = outbox_key.last_seq + 1
        RETURNING last_seq)
      INSERT INTO outbox (id, organization_id, workspace_id, type, key, key_seq,
                          correlation_id, causation_id, traceparent, occurred_at, payload)
      SELECT $1, $2, $3, $5, $4, last_seq, $6, $7, $8, $9, $10
      FROM next
      """;

  private final Clock clock;
  private final Supplier<UUID> ids;
  private final Consumer<SqlConnection> appended;

  /** An outbox that waits for the relay's next poll. */
  public Outbox(Clock clock, Supplier<UUID> ids) {
    this(clock, ids, ignored -> {});
  }

  /**
   * An outbox that tells the relay.
   *
   * @param appended called with each transaction that appends, before its commit
   */
  public Outbox(Clock clock, Supplier<UUID> ids, Consumer<SqlConnection> appended) {
    this.clock = clock;
    this.ids = ids;
    this.appended = appended;
  }

  /**
   * Appends the first fact of a chain.
   *
   * @param key facts of one key are delivered in the order of their commits
   * @param correlationId the request that led to it
   */
  public <P extends Record> void append(
      SqlConnection tx,
      EventType<P> type,
      Tenant tenant,
      UUID key,
      P payload,
      String correlationId) {
    append(tx, type, tenant, key, payload, correlationId, null);
  }

  /** Appends a fact that another one led to; tenant and correlation are the cause's. */
  public <P extends Record> void append(
      SqlConnection tx, EventType<P> type, UUID key, P payload, EventEnvelope cause) {
    append(tx, type, cause.tenant(), key, payload, cause.correlationId(), cause.id());
  }

  private <P extends Record> void append(
      SqlConnection tx,
      EventType<P> type,
      Tenant tenant,
      UUID key,
      P payload,
      String correlationId,
      @Nullable UUID causationId) {
    Rows.update(
        tx,
        APPEND,
        Tuple.from(
            new @Nullable Object[] {
              ids.get(),
              tenant.organizationId(),
              tenant.workspaceId(),
              key.toString(),
              type.name(),
              correlationId,
              causationId,
              TraceHeader.current().orElse(null),
              clock.instant().atOffset(ZoneOffset.UTC),
              RecordJson.write(payload)
            }));
    appended.accept(tx);
  }
}
