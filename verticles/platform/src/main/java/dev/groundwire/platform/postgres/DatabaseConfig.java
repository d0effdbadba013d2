package dev.groundwire.platform.postgres;

import dev.groundwire.platform.config.Env;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the data lives.
 *
 * @param url {@code postgresql://user:password@host:port/database}; absent: Groundwire runs its own
 * @param poolSize connections of this node at most
 * @param acquireTimeout how long a transaction waits for a free connection
 * @param statementTimeout after which the server ends a statement
 */
public record DatabaseConfig(
    @Env("DATABASE_URL") @Nullable String url,
    @Env("DATABASE_POOL_SIZE") int poolSize,
    Duration acquireTimeout,
    Duration statementTimeout) {
  public DatabaseConfig {
    if (poolSize < 2 || poolSize > 500) {
      throw new IllegalArgumentException("database.pool_size is not within 2..500: " + poolSize);
    }
    if (!acquireTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "database.acquire_timeout is not above 0: " + acquireTimeout);
    }
    // Callers take the server for gone a little later, so that it is the server that ends
    // statements.
    if (!statementTimeout.isPositive() || statementTimeout.toSeconds() > 60) {
      throw new IllegalArgumentException(
          "database.statement_timeout is not within 1ms..60s: " + statementTimeout);
    }
    if (url != null && !url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
      throw new IllegalArgumentException(
          "database.url does not begin with postgresql:// (its value is not shown, it may hold a"
              + " password)");
    }
  }
}
