package dev.groundwire.platform.postgres;

import io.vertx.pgclient.PgConnectOptions;
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
        "jdbc:postgresql://%s:%d/%s"
            .formatted(server.getHost(), server.getPort(), server.getDatabase());
    Flyway flyway =
        Flyway.configure()
            .dataSource(url, server.getUser(), Objects.toString(server.getPassword(), ""))
            .locations("classpath:db/migration")
            .connectRetries(30)
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
