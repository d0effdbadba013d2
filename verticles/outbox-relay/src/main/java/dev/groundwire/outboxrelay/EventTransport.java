package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;

/** Carries facts to the inbox. Publishing the same fact again is harmless. */
interface EventTransport {
  /**
   * Awaits until the transport has the facts for good.
   *
   * @param tx the relay's transaction, for a transport that lives in the same database
   * @return the ids it has; the others are published again later
   */
  List<UUID> publish(SqlConnection tx, List<EventEnvelope> events);
}
