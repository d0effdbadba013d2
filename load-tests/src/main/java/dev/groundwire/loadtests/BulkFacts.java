package dev.groundwire.loadtests;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.outbox.Envelopes;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** Facts of about 1 KB, appended many in a statement, so that the machine is left to the relay. */
final class BulkFacts {
  static final int KEYS = 500;
  static final UUID ORGANIZATION = new UUID(1, 1);
  static final UUID WORKSPACE = new UUID(1, 2);

  /** With what surrounds it, a fact is 1,024 bytes as JSON. */
  static final String TEXT = "fact ".repeat(131) + ".";

  private static final String APPEND =
      """
      WITH next AS (
        INSERT INTO outbox_key (key, organization_id, last_seq)
        SELECT '00000000-0000-0000-0000-' || lpad(n::text, 12, '0'), $1, 1
        FROM generate_series(1, $4::int) AS n
        ON CONFLICT (key) DO UPDATE SET last_seq = outbox_key.last_seq + 1
        RETURNING key, last_seq)
      INSERT INTO outbox (id, organization_id, workspace_id, type, key, key_seq,
                          correlation_id, occurred_at, payload)
      SELECT gen_random_uuid(), $1, $2, 'benchmark.fact.v1', key, last_seq,
             'benchmark', clock_timestamp(), $3
      FROM next
      """;

  private final Database database;

  BulkFacts(Database database) {
    this.database = database;
  }

  /** One more of each key. */
  int append() {
    return database.asSystem(tx ->
        Rows.update(
            tx, APPEND, Tuple.of(ORGANIZATION, WORKSPACE, "{\"text\":\"" + TEXT + "\"}", KEYS)));
  }

  void append(int facts) {
    for (int appended = 0; appended < facts; ) {
      appended += append();
    }
  }

  long unpublished() {
    return number("SELECT count(*) AS n FROM outbox WHERE published_at IS NULL");
  }

  long published() {
    return number("SELECT count(*) AS n FROM outbox WHERE published_at IS NOT NULL");
  }

  private long number(String sql) {
    return database.asSystem(
        tx -> Rows.first(tx, sql, Tuple.tuple(), row -> row.getLong("n")).orElseThrow());
  }

  List<EventEnvelope> some(int most) {
    return database.asSystem(tx ->
        Rows.list(
            tx,
            "SELECT %s FROM outbox LIMIT $1".formatted(Envelopes.COLUMNS),
            Tuple.of(most),
            Envelopes::read));
  }
}
