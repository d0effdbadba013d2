package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.postgres.Database;
import java.util.List;

/** Hands committed facts to the transport and marks those it has. */
final class OutboxRelay {
  /** Far below what one statement's time-out allows: a backlog must not stop the pruning. */
  private static final int PRUNED_TOGETHER = 5_000;

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
    int forgotten = 0;
    int last;
    do {
      last =
          database.asSystem(tx ->
              outbox.prune(tx, config.keepPublished(), config.keepHandled(), PRUNED_TOGETHER));
      forgotten += last;
    } while (last >= PRUNED_TOGETHER);
    return forgotten;
  }
}
