package dev.groundwire.retrieval;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One node at a time, by a lock of a transaction: it ends with the connection of a node that dies.
 * The transaction does nothing else, so it holds back no VACUUM however long it lasts.
 */
final class SharedTurnRepository implements ComparisonTurn {
  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('retrieval.comparison', 0)) AS taken";

  /** Far longer than comparing millions of passages takes; a node that hangs loses its turn. */
  private static final String IDLE_ALLOWED = "SET LOCAL idle_in_transaction_session_timeout = '1h'";

  private final Database database;

  SharedTurnRepository(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Drift> take(Supplier<Drift> comparison) {
    return database.asSystem(tx -> {
      boolean taken =
          Rows.first(tx, LOCK, Tuple.tuple(), row -> row.getBoolean("taken")).orElse(false);
      if (!taken) {
        return Optional.empty();
      }
      Rows.update(tx, IDLE_ALLOWED, Tuple.tuple());
      return Optional.of(comparison.get());
    });
  }
}
