package dev.groundwire.gateway.access;

import dev.groundwire.platform.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Transactions of an event loop, each with the setting that row-level security reads. */
public final class TenantScopeRepository {
  /** With time-outs of its own: behind a pooler no session has any. */
  private static final String SET_LOCAL =
      """
      SELECT set_config($1, $2, true), set_config('statement_timeout', $3, true),
             set_config('idle_in_transaction_session_timeout', $3, true)
      """;

  private final Pool pool;
  private final Duration deadline;

  /**
   * @param deadline for a whole transaction
   */
  public TenantScopeRepository(Pool pool, Duration deadline) {
    this.pool = pool;
    this.deadline = deadline;
  }

  /** One transaction that sees and writes only rows of that organization. */
  public <T> Future<T> inTenant(UUID organizationId, Function<SqlConnection, Future<T>> work) {
    return inTransaction("groundwire.organization_id", organizationId.toString(), work);
  }

  /** One transaction that sees all organizations: for background work and the start only. */
  public <T> Future<T> asSystem(Function<SqlConnection, Future<T>> work) {
    return inTransaction("groundwire.scope", "system", work);
  }

  /** Succeeds when the database answers; has no limit of its own, and logs nothing. */
  public Future<Void> ping() {
    return pool.query("SELECT 1").execute().mapEmpty();
  }

  private <T> Future<T> inTransaction(
      String setting, String value, Function<SqlConnection, Future<T>> work) {
    return inTime(
        pool.withTransaction(tx ->
            tx.preparedQuery(SET_LOCAL)
                .execute(Tuple.of(setting, value, Long.toString(deadline.toMillis())))
                .compose(ignored -> work.apply(tx))));
  }

  /** A server that accepts connections and then says nothing is away as well. */
  private <T> Future<T> inTime(Future<T> answer) {
    return answer
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> Future.failedFuture(Outage.orItself(failure)));
  }
}
