package dev.groundwire.launcher;

import dev.groundwire.platform.postgres.Migrations;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgres;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgresConfig;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Optional;

/** The database of a node: its own PostgreSQL, or the one that {@code DATABASE_URL} names. */
final class NodeDatabase implements AutoCloseable {
  private final Optional<EmbeddedPostgres> own;
  private final PgConnectOptions server;

  private NodeDatabase(Optional<EmbeddedPostgres> own, PgConnectOptions server) {
    this.own = own;
    this.server = server;
  }

  /** Blocks until the database answers with a current schema. */
  static NodeDatabase open(AppConfig config) {
    String url = config.database().url();
    NodeDatabase database =
        url == null ? startOwn(config) : new NodeDatabase(Optional.empty(), parse(url));
    try {
      Migrations.apply(database.server);
      return database;
    } catch (RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  private static NodeDatabase startOwn(AppConfig config) {
    EmbeddedPostgres own = EmbeddedPostgres.start(EmbeddedPostgresConfig.under(config.dataDir()));
    return new NodeDatabase(Optional.of(own), own.login().connectOptions());
  }

  private static PgConnectOptions parse(String url) {
    try {
      return PgConnectOptions.fromUri(url);
    } catch (RuntimeException unreadable) {
      throw new StartFailure(
          "DATABASE_URL is not postgresql://user:password@host:port/database (its value is not"
              + " shown, it may hold a password)",
          unreadable);
    }
  }

  PgConnectOptions server() {
    return server;
  }

  /** True when this node alone uses it. */
  boolean isOwn() {
    return own.isPresent();
  }

  @Override
  public void close() {
    own.ifPresent(EmbeddedPostgres::close);
  }
}
