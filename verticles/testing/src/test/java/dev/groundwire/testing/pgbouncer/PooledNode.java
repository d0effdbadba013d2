package dev.groundwire.testing.pgbouncer;

import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.postgres.Pooler;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;

/** What a node has of a database behind a pooler. */
final class PooledNode implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  private final Database database;

  PooledNode(PostgresFixture server, PgBouncerFixture pooler, Duration statementTimeout) {
    DatabaseConfig config =
        new DatabaseConfig(
            pooler.url(),
            server.url(),
            null,
            Pooler.TRANSACTION,
            8,
            Duration.ofSeconds(20),
            statementTimeout);
    this.pool = ConnectionPool.open(vertx, pooler.login().connectOptions(), config);
    this.database = new Database(pool, config);
  }

  Vertx vertx() {
    return vertx;
  }

  Pool pool() {
    return pool;
  }

  Database database() {
    return database;
  }

  @Override
  public void close() {
    pool.close().await();
    vertx.close().await();
  }
}
