package dev.groundwire.platform.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/** Makes the pools of a node. */
public final class ConnectionPool {
  private ConnectionPool() {}

  /** The caller closes it, after the rooms that use it have stopped. */
  public static Pool open(Vertx vertx, PgConnectOptions server, DatabaseConfig config) {
    return open(vertx, server, config, "groundwire");
  }

  /**
   * Another one beside it.
   *
   * @param name pools of one name are one pool
   */
  public static Pool open(
      Vertx vertx, PgConnectOptions server, DatabaseConfig config, String name) {
    PgConnectOptions connect =
        new PgConnectOptions(server)
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(128)
            .addProperty("application_name", name)
            .addProperty("statement_timeout", Long.toString(config.statementTimeout().toMillis()))
            .addProperty("idle_in_transaction_session_timeout", "300000");
    NetClientOptions net = new NetClientOptions().setConnectTimeout(5_000).setTcpKeepAlive(true);
    PoolOptions pool =
        new PoolOptions()
            .setMaxSize(config.poolSize())
            .setMaxWaitQueueSize(10_000)
            .setConnectionTimeout((int) config.acquireTimeout().toMillis())
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
            .setShared(true)
            .setName(name);
    return PgBuilder.pool().with(pool).with(net).connectingTo(connect).using(vertx).build();
  }
}
