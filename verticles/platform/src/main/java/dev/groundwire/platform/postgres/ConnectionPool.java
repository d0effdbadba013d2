package dev.groundwire.platform.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
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
        switch (config.pooler()) {
          case NONE -> session(server, config, name);
          case TRANSACTION -> pooled(server, name);
        };
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

  private static PgConnectOptions session(
      PgConnectOptions server, DatabaseConfig config, String name) {
    PgConnectOptions connect =
        new PgConnectOptions(server)
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(128)
            .addProperty("application_name", name);
    SessionSettings.of(config).forEach(connect::addProperty);
    SessionSettings.GONE_CLIENTS.forEach(connect::addProperty);
    return connect;
  }

  /**
   * Nothing is left in a session: statements are parsed again wherever they run, and settings are
   * each transaction's own ({@link Opening}). Only what every pooler passes on is asked for at the
   * begin; others refuse the client's usual {@code extra_float_digits}.
   */
  private static PgConnectOptions pooled(PgConnectOptions server, String name) {
    PgConnectOptions connect =
        new PgConnectOptions(server).setUseLayer7Proxy(true).setCachePreparedStatements(false);
    connect.setProperties(
        Map.of("application_name", name, "client_encoding", "utf8", "DateStyle", "ISO"));
    return connect;
  }
}
