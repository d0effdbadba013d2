package dev.groundwire.loadtests.chaos;

import dev.groundwire.platform.postgres.Migrations;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgres;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgresConfig;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.testing.nats.NatsServer;
import dev.groundwire.testing.program.LoopbackServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The servers that the runs share; each run has a database and a broker of its own in them. */
final class Arena implements AutoCloseable {
  /** Few, so that they can all be taken. */
  private static final int CONNECTIONS = 60;

  private final Path folder;
  private final EmbeddedPostgres postgres;

  private Arena(Path folder, EmbeddedPostgres postgres) {
    this.folder = folder;
    this.postgres = postgres;
  }

  static Arena open(Path folder) {
    EmbeddedPostgresConfig tests = EmbeddedPostgresConfig.forTests(folder.resolve("postgres"));
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            new EmbeddedPostgresConfig(
                tests.directory(),
                tests.binaries(),
                tests.durable(),
                CONNECTIONS,
                tests.sharedBuffers(),
                tests.startWithin(),
                tests.stopWithin(),
                10_000, // it is killed on purpose
                Duration.ofMinutes(10)));
    Migrations.apply(postgres.login().connectOptions());
    return new Arena(folder, postgres);
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  Path folder() {
    return folder;
  }

  /** Migrated, with the suite's own tables. */
  ChaosDatabase newDatabase(String name) throws SQLException {
    PostgresLogin administrator = postgres.administrator();
    PostgresLogin login = postgres.login();
    try (Connection connection =
            DriverManager.getConnection(
                administrator.jdbcUrl(), administrator.user(), administrator.password());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
      statement.execute(
          "CREATE DATABASE %s TEMPLATE %s OWNER %s"
              .formatted(name, login.database(), login.user()));
    }
    ChaosDatabase database =
        new ChaosDatabase(administrator.withDatabase(name), login.withDatabase(name));
    database.prepare();
    return database;
  }

  LoopbackServer newBroker() throws IOException {
    LoopbackServer server = NatsServer.create();
    server.start();
    return server;
  }

  @Override
  public void close() {
    postgres.close();
  }
}
