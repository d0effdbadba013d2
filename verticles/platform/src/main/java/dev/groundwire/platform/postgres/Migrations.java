package dev.groundwire.platform.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Locale;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date; several nodes may do so at once. */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private Migrations() {}

  /**
   * Blocks until the schema is current. Flyway's advisory lock lets one node at a time work.
   *
   * @return how many were applied
   */
  public static int apply(PgConnectOptions server) {
    String url =
        "jdbc:postgresql://%s:%d/%s?sslmode=%s"
            .formatted(
                server.getHost(),
                server.getPort(),
                server.getDatabase(),
                server.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    Flyway flyway =
        Flyway.configure()
            .dataSource(url, server.getUser(), Objects.toString(server.getPassword(), ""))
            .locations("classpath:db/migration")
            .connectRetries(30)
            // else the pauses double up to two minutes, and a start hangs for most of an hour
            .connectRetriesInterval(2)
            .validateMigrationNaming(true)
            .load();
    MigrateResult result = flyway.migrate();
    LOG.atInfo()
        .addKeyValue("applied", result.migrationsExecuted)
        .addKeyValue("schema", String.valueOf(result.targetSchemaVersion))
        .log("database migrated");
    return result.migrationsExecuted;
  }
}
