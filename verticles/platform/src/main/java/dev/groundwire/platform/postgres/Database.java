package dev.groundwire.platform.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions, each with its tenant. For code on virtual threads. Fails with a {@code BusFailure}
 * of code {@code UNAVAILABLE} when the server cannot be reached or goes away.
 */
public final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Pool pool;
  private final String opening;
  private final Map<SqlConnection, Set<Runnable>> afterCommit = new ConcurrentHashMap<>();

  /** Over a pool whose connections are sessions. */
  public Database(Pool pool) {
    this(pool, Opening.ofSession());
  }

  /** Over a pool that was opened with that configuration. */
  public Database(Pool pool, DatabaseConfig config) {
    this(pool, Opening.of(config));
  }

  private Database(Pool pool, String opening) {
    this.pool = pool;
    this.opening = opening;
  }

  /** One transaction that sees and writes only rows of that organization. */
  public <T> T inTenant(UUID organizationId, Function<SqlConnection, T> work) {
    return inTransaction("groundwire.organization_id", organizationId.toString(), work);
  }

  /** One transaction that sees the rows of all organizations: for background work only. */
  public <T> T asSystem(Function<SqlConnection, T> work) {
    return inTransaction("groundwire.scope", "system", work);
  }

  /**
   * Runs {@code hint} once after the commit of that transaction, however often it was asked for;
   * never when it is rolled back, and perhaps not when this process dies.
   */
  public void afterCommit(SqlConnection tx, Runnable hint) {
    afterCommit.computeIfAbsent(tx, ignored -> new LinkedHashSet<>()).add(hint);
  }

  private <T> T inTransaction(String setting, String value, Function<SqlConnection, T> work) {
    try {
      SqlConnection connection = Rows.await(pool.getConnection());
      try {
        T result = inTransaction(connection, setting, value, work);
        afterCommit.getOrDefault(connection, Set.of()).forEach(Runnable::run);
        return result;
      } finally {
        afterCommit.remove(connection);
        // Not awaited: the pool takes it back when it can, and the result is already decided.
        connection.close().onFailure(Database::notReturned);
      }
    } catch (RuntimeException failure) {
      throw Outage.orItself(failure);
    }
  }

  /**
   * BEGIN and the scope are not awaited: they travel with the first statement of {@code work}. A
   * connection sends in the order of the calls, and when either fails the server refuses whatever
   * follows: a failed transaction takes no statement and cannot be committed.
   */
  @SuppressWarnings("ReferenceEquality") // nothing can suppress itself
  private <T> T inTransaction(
      SqlConnection connection, String setting, String value, Function<SqlConnection, T> work) {
    Future<Transaction> begun = connection.begin();
    Future<?> scoped = connection.preparedQuery(opening).execute(Tuple.of(setting, value));
    Transaction transaction = connection.transaction();
    T result;
    try {
      result = work.apply(connection);
      Rows.await(begun);
      Rows.await(scoped);
    } catch (RuntimeException | Error failure) {
      if (scoped.failed() && !failure.equals(scoped.cause())) {
        failure.addSuppressed(scoped.cause());
      }
      rollBack(transaction, failure);
      throw failure;
    }
    Rows.await(transaction.commit());
    return result;
  }

  private static void rollBack(Transaction transaction, Throwable cause) {
    try {
      Rows.await(transaction.rollback());
    } catch (RuntimeException alreadyEnded) {
      // The server rolls back by itself when the connection is lost or a statement has failed.
      cause.addSuppressed(alreadyEnded);
    }
  }

  private static void notReturned(Throwable failure) {
    LOG.atDebug().setCause(failure).log("connection not returned to the pool");
  }
}
