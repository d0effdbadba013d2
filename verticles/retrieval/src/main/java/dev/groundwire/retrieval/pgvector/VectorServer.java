package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.DirectConnection;
import dev.groundwire.platform.postgres.Migrations;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a database ready for the index, or says what it lacks. */
final class VectorServer {
  private static final Logger LOG = LoggerFactory.getLogger(VectorServer.class);

  /** Since then a filtered search by graph goes on until it has enough. */
  private static final ExtensionVersion LEAST = new ExtensionVersion(0, 8, 0);

  /** Free of CVE-2026-3172 (0.8.2) and of graphs that a VACUUM left unmended (0.8.4). */
  private static final ExtensionVersion SOUND = new ExtensionVersion(0, 8, 4);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String INSTALLED =
      "SELECT extversion FROM pg_extension WHERE extname = 'vector'";
  private static final String CREATE = "CREATE EXTENSION IF NOT EXISTS vector";
  private static final String USE_ANOTHER =
      ", or set RETRIEVAL_BACKEND=lucene for a node that is alone";

  private VectorServer() {}

  /**
   * Blocks.
   *
   * @return how many migrations were applied
   * @throws IllegalStateException which says what to do
   */
  static int prepare(PgConnectOptions server) {
    try (Connection connection = DirectConnection.open(server, PATIENCE);
        Statement statement = connection.createStatement()) {
      Optional<String> installed = installed(statement);
      if (installed.isEmpty()) {
        create(statement, server);
        installed = installed(statement);
      }
      check(ExtensionVersion.of(installed.orElseThrow()));
    } catch (SQLException failure) {
      throw new IllegalStateException(
          "The database "
              + named(server)
              + " cannot be asked for pgvector: "
              + DirectConnection.reason(failure),
          failure);
    }
    return Migrations.applyFurther(server, "pgvector");
  }

  private static Optional<String> installed(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery(INSTALLED)) {
      return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
    }
  }

  private static String named(PgConnectOptions server) {
    return server.getHost() + ":" + server.getPort() + "/" + server.getDatabase();
  }

  private static void create(Statement statement, PgConnectOptions server) {
    try {
      statement.execute(CREATE);
    } catch (SQLException refused) {
      throw new IllegalStateException(
          "retrieval.backend is pgvector, but the database "
              + named(server)
              + " has no extension vector: install pgvector "
              + SOUND
              + " or later on its server (Debian: postgresql-17-pgvector), and as a superuser in"
              + " this database: CREATE EXTENSION vector"
              + USE_ANOTHER
              + ". The server says: "
              + DirectConnection.reason(refused),
          refused);
    }
  }

  static void check(ExtensionVersion version) {
    if (version.compareTo(LEAST) < 0) {
      throw new IllegalStateException(
          "The database has pgvector "
              + version
              + ", which cannot search with filters as needed: install "
              + SOUND
              + " or later, then ALTER EXTENSION vector UPDATE"
              + USE_ANOTHER);
    }
    if (version.compareTo(SOUND) < 0) {
      LOG.atWarn()
          .addKeyValue("version", version)
          .addKeyValue("advisory", "CVE-2026-3172")
          .addKeyValue("until_then", "build no HNSW index with parallel workers")
          .addKeyValue("action", "install 0.8.4 or later, then ALTER EXTENSION vector UPDATE")
          .log("pgvector has known defects");
    }
  }
}
