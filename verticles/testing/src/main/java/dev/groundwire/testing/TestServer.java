package dev.groundwire.testing;

import dev.groundwire.platform.postgres.Migrations;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgres;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgresConfig;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** One PostgreSQL for all tests of a JVM, with a migrated template that a test class clones. */
final class TestServer {
  private static final TestServer ONE = new TestServer();

  private final EmbeddedPostgres server;
  private int clones;

  private TestServer() {
    try {
      Path folder = Files.createTempDirectory("groundwire-test-postgres");
      server = EmbeddedPostgres.start(EmbeddedPostgresConfig.forTests(folder));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder)));
    } catch (IOException noFolder) {
      throw new UncheckedIOException(noFolder);
    }
    Migrations.apply(server.login().connectOptions());
  }

  static TestServer get() {
    return ONE;
  }

  PostgresLogin administrator() {
    return server.administrator();
  }

  /** A database of its own, migrated and empty. */
  synchronized PostgresLogin cloneDatabase() {
    String name = "test_" + ++clones;
    PostgresLogin admin = server.administrator();
    try (Connection connection =
            DriverManager.getConnection(
                admin.withDatabase("postgres").jdbcUrl(), admin.user(), admin.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE %s TEMPLATE %s OWNER %s"
              .formatted(name, server.login().database(), server.login().user()));
    } catch (SQLException failure) {
      throw new IllegalStateException("the test database was not cloned", failure);
    }
    return server.login().withDatabase(name);
  }

  private void end(Path folder) {
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftBehind) {
      throw new UncheckedIOException(leftBehind);
    }
  }
}
