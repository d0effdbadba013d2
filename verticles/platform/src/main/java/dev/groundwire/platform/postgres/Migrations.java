package dev.groundwire.platform.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date; several nodes may do so at once. */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** For those who have no configuration to take it from. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Migrations() {}

  /** Waits for the server for a minute at most. */
  public static int apply(PgConnectOptions server) {
    return apply(server, PATIENCE);
  }

  /**
   * Blocks until the schema is current. Flyway's advisory lock lets one node at a time work.
   *
   * @param patience how long a server that does not answer yet is waited for
   * @return how many were applied
   */
  public static int apply(PgConnectOptions server, Duration patience) {
    waitFor(server, patience);
    Flyway flyway =
        Flyway.configure()
            .dataSource(
                DirectConnection.url(server),
                server.getUser(),
                Objects.toString(server.getPassword(), ""))
            .locations("classpath:db/migration")
            .connectRetries(0) // it would tell of each try in several lines
            .validateMigrationNaming(true)
            .load();
    MigrateResult result = flyway.migrate();
    LOG.atInfo()
        .addKeyValue("applied", result.migrationsExecuted)
        .addKeyValue("schema", version(result))
        .log("database migrated");
    return result.migrationsExecuted;
  }

  /** The target is absent when there was nothing to do. */
  private static @Nullable String version(MigrateResult result) {
    return result.targetSchemaVersion == null
        ? result.initialSchemaVersion
        : result.targetSchemaVersion;
  }

  private static void waitFor(PgConnectOptions server, Duration patience) {
    try {
      DirectConnection.open(server, patience).close();
    } catch (SQLException failure) {
      throw new IllegalStateException(
          "The database server "
              + server.getHost()
              + ":"
              + server.getPort()
              + " cannot be used: "
              + DirectConnection.reason(failure)
              + "; check host, port, user and password of DATABASE_URL",
          failure);
    }
  }
}
