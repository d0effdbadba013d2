package dev.groundwire.platform.postgres;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the data lives.
 *
 * @param url {@code postgresql://user:password@host:port/database}; absent: Groundwire runs its own
 * @param directUrl the same database without the pooler that {@code url} leads through, for what
 *     needs a session: migrations, the claim of a node, notifications
 * @param readUrl a copy of it for searches, such as a replica; absent: they read the same
 * @param pooler what stands before both, {@code url} and {@code readUrl}
 * @param poolSize connections of this node at most, to each of the two
 * @param acquireTimeout how long a transaction waits for a free connection
 * @param statementTimeout after which the server ends a statement
 */
public record DatabaseConfig(
    @Env("DATABASE_URL") @Nullable String url,
    @Env("DATABASE_DIRECT_URL") @Nullable String directUrl,
    @Env("DATABASE_READ_URL") @Nullable String readUrl,
    @Env("DATABASE_POOLER") Pooler pooler,
    @Env("DATABASE_POOL_SIZE") int poolSize,
    Duration acquireTimeout,
    Duration statementTimeout) {
  public DatabaseConfig {
    Require.within("database.pool_size", poolSize, 2, 500);
    Require.positive("database.acquire_timeout", acquireTimeout);
    // Callers take the server for gone a little later, so that it is the server that ends
    // statements.
    Require.within(
        "database.statement_timeout",
        statementTimeout,
        Duration.ofMillis(1),
        Duration.ofSeconds(60));
    check("database.url", url);
    check("database.direct_url", directUrl);
    check("database.read_url", readUrl);
    if (pooler == Pooler.TRANSACTION && (url == null || directUrl == null)) {
      throw new IllegalArgumentException(
          "database.pooler is transaction, which needs both database.url (through the pooler) and"
              + " database.direct_url (the server itself): set DATABASE_URL and"
              + " DATABASE_DIRECT_URL");
    }
    if (pooler == Pooler.NONE && directUrl != null) {
      throw new IllegalArgumentException(
          "database.direct_url has a value, but database.pooler is none: set"
              + " DATABASE_POOLER=transaction, or remove DATABASE_DIRECT_URL");
    }
  }

  /** Without a copy for searches and without a pooler. */
  public DatabaseConfig(
      @Nullable String url, int poolSize, Duration acquireTimeout, Duration statementTimeout) {
    this(url, null, null, Pooler.NONE, poolSize, acquireTimeout, statementTimeout);
  }

  private static void check(String key, @Nullable String url) {
    if (url != null && !url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
      throw new IllegalArgumentException(
          key
              + " does not begin with postgresql:// (its value is not shown, it may hold a"
              + " password)");
    }
  }
}
