package dev.groundwire.deadletter;

import dev.groundwire.bus.deadletter.BuryEvent;
import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts facts into the {@code dead_letter} table. */
final class BurialRepository {
  private static final int LONGEST_REASON = 1_000;

  /** The tries of the letter before in the same chain of causes. */
  private static final String TRIES_BEFORE =
      """
      SELECT tries FROM dead_letter
      WHERE key = $1 AND handler = $2 AND correlation_id = $3 AND state = 'replayed'
      ORDER BY id DESC LIMIT 1
      """;

  private static final String ADD =
      """
      INSERT INTO dead_letter (id, event_id, handler, organization_id, workspace_id, type, key,
        key_seq, correlation_id, causation_id, traceparent, occurred_at, payload, reason, tries,
        state, next_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
        CASE WHEN $16::bigint IS NULL THEN 'parked' ELSE 'retrying' END,
        now() + $16::bigint * interval '1 millisecond')
      ON CONFLICT (event_id, handler) DO NOTHING
      """;
  private static final String REOPEN =
      """
      UPDATE dead_letter
      SET reason = $3, changed_at = now(),
        state = CASE WHEN $4::bigint IS NULL THEN 'parked' ELSE 'retrying' END,
        next_at = now() + $4::bigint * interval '1 millisecond'
      WHERE event_id = $1 AND handler = $2 AND state = 'replayed'
      """;
  private static final String ID =
      "SELECT id FROM dead_letter WHERE event_id = $1 AND handler = $2";

  /** 0 when nothing of the chain was here before. */
  int triesBefore(SqlConnection tx, EventEnvelope event, String handler) {
    return Rows.first(
            tx,
            TRIES_BEFORE,
            Tuple.of(event.key(), handler, event.correlationId()),
            row -> row.getInteger("tries"))
        .orElse(0);
  }

  /** False when it is here already. */
  boolean add(SqlConnection tx, UUID id, BuryEvent asked, int tries, Optional<Duration> delay) {
    EventEnvelope event = asked.event();
    return Rows.update(
            tx,
            ADD,
            Tuple.from(
                new @Nullable Object[] {
                  id,
                  event.id(),
                  asked.handler(),
                  event.organizationId(),
                  event.workspaceId(),
                  event.type(),
                  event.key(),
                  event.keySeq(),
                  event.correlationId(),
                  event.causationId().orElse(null),
                  event.traceparent().orElse(null),
                  event.occurredAt().atOffset(ZoneOffset.UTC),
                  event.payload(),
                  AttemptRepository.storable(asked.reason(), LONGEST_REASON),
                  tries,
                  delay.map(Duration::toMillis).orElse(null)
                }))
        == 1;
  }

  /** Opens it again when it counted as handled. */
  void reopen(SqlConnection tx, BuryEvent asked, Optional<Duration> delay) {
    Rows.update(
        tx,
        REOPEN,
        Tuple.of(
            asked.event().id(),
            asked.handler(),
            AttemptRepository.storable(asked.reason(), LONGEST_REASON),
            delay.map(Duration::toMillis).orElse(null)));
  }

  Optional<UUID> find(SqlConnection tx, BuryEvent asked) {
    return Rows.first(
        tx, ID, Tuple.of(asked.event().id(), asked.handler()), row -> row.getUUID("id"));
  }
}
