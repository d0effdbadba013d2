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
  private static final String SET_LOCAL = "SELECT set_config($1, $2, true)";

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
                .execute(Tuple.of(setting, value))
                .compose(ignored -> work.apply(tx))));
  }

  /** A server that accepts connections and then says nothing is away as well. */
  private <T> Future<T> inTime(Future<T> answer) {
    return answer
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> Future.failedFuture(Outage.orItself(failure)));
  }
}
