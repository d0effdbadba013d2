package dev.groundwire.outboxrelay;

import dev.groundwire.bus.outboxrelay.BackboneDescribed;
import dev.groundwire.platform.postgres.Database;
import java.util.Optional;

/** How the facts are getting on, for those who ask. */
final class BackboneDescription {
  private final Database database;
  private final OutboxRepository outbox;
  private final EventTransport transport;

  BackboneDescription(Database database, OutboxRepository outbox, EventTransport transport) {
    this.database = database;
    this.outbox = outbox;
    this.transport = transport;
  }

  BackboneDescribed now() {
    OutboxRepository.Backlog backlog = database.asSystem(outbox::backlog);
    Optional<String> trouble = transport.trouble();
    return new BackboneDescribed(
        transport.name(),
        trouble.isEmpty(),
        backlog.pending(),
        backlog.oldestSeconds(),
        trouble.orElse(""));
  }
}
