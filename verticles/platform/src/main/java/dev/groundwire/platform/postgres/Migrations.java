package dev.groundwire.platform.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
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
    return migrate(configured(server).locations("classpath:db/migration"));
  }

  /**
   * The same for what only some databases have, with a history of its own: the main schema is there
   * already.
   *
   * @param name of the folder below {@code migrations}
   */
  public static int applyFurther(PgConnectOptions server, String name) {
    return migrate(
        configured(server)
            .locations("classpath:db/" + name)
            .table("flyway_" + name)
            .baselineOnMigrate(true) // or Flyway would refuse, since it is not empty
            .baselineVersion("0"));
  }

  private static FluentConfiguration configured(PgConnectOptions server) {
    return Flyway.configure()
        .dataSource(
            DirectConnection.url(server),
            server.getUser(),
            Objects.toString(server.getPassword(), ""))
        .connectRetries(0) // it would tell of each try in several lines
        .validateMigrationNaming(true);
  }

  private static int migrate(FluentConfiguration configuration) {
    MigrateResult result = configuration.load().migrate();
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
