package dev.groundwire.outboxrelay;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** What a test writes to the outbox, and what it sees there. */
final class Facts {
  private final Outbox outbox = new Outbox(Clock.systemUTC(), Identifiers.timeOrdered());
  private final Database database;
  private final Tenant tenant;

  Facts(Database database, Tenant tenant) {
    this.database = database;
    this.tenant = tenant;
  }

  /** One committed fact of that key. */
  void append(UUID key) {
    append(List.of(key));
  }

  /** A committed fact of each key, in one transaction. */
  void append(List<UUID> keys) {
    database.inTenant(
        tenant.organizationId(),
        tx -> {
          keys.forEach(key -> append(tx, key));
          return true;
        });
  }

  void append(SqlConnection tx, UUID key) {
    DocumentEvents.Received payload = new DocumentEvents.Received(key, 1);
    outbox.append(tx, DocumentEvents.RECEIVED, tenant, key, payload, "request");
  }

  int unpublished() {
    return count("SELECT count(*)::int AS n FROM outbox WHERE published_at IS NULL");
  }

  int count(String statement) {
    return database.asSystem(
        tx -> Rows.first(tx, statement, Tuple.tuple(), row -> row.getInteger("n")).orElseThrow());
  }

  int execute(String statement) {
    return database.asSystem(tx -> Rows.update(tx, statement, Tuple.tuple()));
  }
}
