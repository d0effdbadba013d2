package dev.groundwire.platform.outbox;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * What a handler has already done. Events arrive at least once; with this row in the transaction of
 * the effect, the effect happens once.
 */
public final class InboxLedger {
  private static final String NOTE =
      """
      INSERT INTO inbox (event_id, handler, organization_id)
      VALUES ($1, $2, $3)
      ON CONFLICT DO NOTHING
      """;

  private final String handler;

  /**
   * @param handler name of the handler, for ever
   */
  public InboxLedger(String handler) {
    this.handler = handler;
  }

  /** False when the effect has been committed before and must not be repeated. */
  public boolean firstTime(SqlConnection tx, EventEnvelope event) {
    return Rows.update(tx, NOTE, Tuple.of(event.id(), handler, event.organizationId())) == 1;
  }
}
