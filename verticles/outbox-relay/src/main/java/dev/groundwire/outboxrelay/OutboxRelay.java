package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.postgres.Database;
import java.util.List;

/** Hands committed facts to the transport and marks those it has. */
final class OutboxRelay {
  private final OutboxRelayConfig config;
  private final Database database;
  private final OutboxRepository outbox;
  private final EventTransport transport;

  OutboxRelay(
      OutboxRelayConfig config,
      Database database,
      OutboxRepository outbox,
      EventTransport transport) {
    this.config = config;
    this.database = database;
    this.outbox = outbox;
    this.transport = transport;
  }

  /** How many facts were handed on: a full batch means that there may be more. */
  int relayBatch() {
    return database.asSystem(tx -> {
      if (!outbox.isAlone(tx)) {
        return 0;
      }
      List<EventEnvelope> events = outbox.unpublished(tx, config.batchSize());
      if (!events.isEmpty()) {
        outbox.markPublished(tx, transport.publish(tx, events));
      }
      return events.size();
    });
  }

  /** How many old rows were forgotten. */
  int prune() {
    return database.asSystem(tx -> outbox.prune(tx, config.keepPublished(), config.keepHandled()));
  }
}
