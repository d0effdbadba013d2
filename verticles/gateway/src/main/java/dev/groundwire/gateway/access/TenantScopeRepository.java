package dev.groundwire.gateway.access;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.function.Function;

/** Transactions of an event loop, each with the setting that row-level security reads. */
public final class TenantScopeRepository {
  private static final String SET_LOCAL = "SELECT set_config($1, $2, true)";

  private final Pool pool;

  public TenantScopeRepository(Pool pool) {
    this.pool = pool;
  }

  /** One transaction that sees and writes only rows of that organization. */
  public <T> Future<T> inTenant(UUID organizationId, Function<SqlConnection, Future<T>> work) {
    return inTransaction("groundwire.organization_id", organizationId.toString(), work);
  }

  /** One transaction that sees all organizations: for background work and the start only. */
  public <T> Future<T> asSystem(Function<SqlConnection, Future<T>> work) {
    return inTransaction("groundwire.scope", "system", work);
  }

  /** Succeeds when the database answers. */
  public Future<Void> ping() {
    return pool.query("SELECT 1").execute().<Void>mapEmpty().recover(TenantScopeRepository::typed);
  }

  private <T> Future<T> inTransaction(
      String setting, String value, Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(tx ->
            tx.preparedQuery(SET_LOCAL)
                .execute(Tuple.of(setting, value))
                .compose(ignored -> work.apply(tx)))
        .recover(TenantScopeRepository::typed);
  }

  /** What is not the server's own complaint about a statement is a server that is away. */
  private static <T> Future<T> typed(Throwable failure) {
    if (failure instanceof BusFailure
        || (failure instanceof DatabaseException refused && !isOutage(refused))) {
      return Future.failedFuture(failure);
    }
    BusFailure away =
        new BusFailure(FailureCode.UNAVAILABLE, "The database is away; try again shortly.");
    away.addSuppressed(failure);
    return Future.failedFuture(away);
  }

  /** Classes 08 (connection), 53 (resources), 57P (shutdown, starting up), 40 (conflict). */
  private static boolean isOutage(DatabaseException refused) {
    String state = String.valueOf(refused.getSqlState());
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P")
        || state.startsWith("40");
  }
}
