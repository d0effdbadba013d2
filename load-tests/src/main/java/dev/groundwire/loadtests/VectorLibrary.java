package dev.groundwire.loadtests;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.Migrations;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgres;
import dev.groundwire.platform.postgres.embedded.EmbeddedPostgresConfig;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.testing.VectorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** A server with pgvector and many chunks that nobody has indexed yet. */
public final class VectorLibrary implements AutoCloseable {
  private static final String BYTES =
      "SELECT pg_total_relation_size('passage') + pg_total_relation_size('posting')";

  private final EmbeddedPostgres server;
  private final Tenant tenant;
  private final Path data;

  private VectorLibrary(EmbeddedPostgres server, Tenant tenant, Path data) {
    this.server = server;
    this.tenant = tenant;
    this.data = data;
  }

  /**
   * @param model of the chunks' vectors
   */
  public static VectorLibrary create(Path data, int chunks, String model)
      throws SQLException, IOException {
    Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID());
    Files.createDirectories(data);
    try (EmbeddedPostgres server = start(data)) {
      Migrations.apply(server.login().connectOptions());
      VectorExtension.create(server.administrator().withDatabase(server.login().database()));
      run(
          server.login(),
          """
          SELECT set_config('groundwire.scope', 'system', false);
          INSERT INTO organization (id, slug, name) VALUES ('%1$s', 'default', 'Benchmark');
          INSERT INTO workspace (id, organization_id, slug, name)
          VALUES ('%2$s', '%1$s', '%3$s', 'Benchmark');
          """
              .formatted(tenant.organizationId(), tenant.workspaceId(), RunningNode.WORKSPACE));
    }
    new FilledLibrary(Prose.of(3), 3, model).write(data, chunks);
    return new VectorLibrary(start(data), tenant, data);
  }

  /** With more memory than a laptop's, as one that several nodes share. */
  private static EmbeddedPostgres start(Path data) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgresConfig(
            data,
            data.resolve("postgres-bin"),
            true,
            80,
            1_024,
            Duration.ofMinutes(5),
            Duration.ofSeconds(60),
            1,
            Duration.ofMinutes(10)));
  }

  public PostgresLogin login() {
    return server.login();
  }

  Tenant tenant() {
    return tenant;
  }

  Connection connect() throws SQLException {
    PostgresLogin login = login();
    return DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
  }

  /** Rows of a table, which is not there yet at the beginning. */
  public int count(String table) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT set_config('groundwire.scope', 'system', false)");
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
        rows.next();
        return rows.getInt(1);
      }
    } catch (SQLException notYet) {
      return 0;
    }
  }

  /** As the server does by itself, after a while. */
  public void vacuum() throws SQLException {
    run(login(), "VACUUM ANALYZE passage");
    run(login(), "VACUUM ANALYZE posting");
  }

  /** The processor time of the server's processes. */
  public Duration processorTime() {
    return ProcessTree.processorTimeIn(data);
  }

  double megabytes() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet bytes = statement.executeQuery(BYTES)) {
      bytes.next();
      return bytes.getLong(1) / 1e6;
    }
  }

  private static void run(PostgresLogin login, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
