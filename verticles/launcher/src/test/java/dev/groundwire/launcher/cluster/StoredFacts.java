package dev.groundwire.launcher.cluster;

import dev.groundwire.launcher.product.StoredChunks;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the nodes' database holds, read past the product. */
final class StoredFacts {
  private static final String PASSAGES =
      """
      SELECT d.sha256, count(*) AS passages, count(DISTINCT p.chunk_id) AS chunks,
        sum((SELECT count(*) FROM posting w WHERE w.passage = p.number)) AS postings
      FROM document d JOIN passage p ON p.document_id = d.id
      GROUP BY d.sha256
      """;

  private final PostgresLogin login;

  StoredFacts(PostgresLogin login) {
    this.login = login;
  }

  private interface Reading<T> {
    T of(Connection connection) throws SQLException;
  }

  private <T> T read(Reading<T> reading) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT set_config('groundwire.scope', 'system', false)");
      return reading.of(connection);
    }
  }

  /** Everything of every chunk, by its document's hash and its ordinal. */
  Map<String, String> chunks() throws SQLException {
    return read(StoredChunks::of);
  }

  /** The ids of the chunks of each document, by the document's hash. */
  Map<String, List<String>> chunkIds() throws SQLException {
    return read(StoredChunks::idsByDocument);
  }

  /** What the index in the database has of each document; empty when it is elsewhere. */
  Map<String, String> passages() throws SQLException {
    return read(connection -> {
      Map<String, String> passages = new TreeMap<>();
      try (Statement statement = connection.createStatement()) {
        if (count(statement, "SELECT count(*) FROM pg_class WHERE relname = 'posting'") == 0) {
          return passages;
        }
        try (ResultSet row = statement.executeQuery(PASSAGES)) {
          while (row.next()) {
            passages.put(
                row.getString(1),
                "passages=%d of chunks=%d with postings=%d"
                    .formatted(row.getLong(2), row.getLong(3), row.getLong(4)));
          }
        }
      }
      return passages;
    });
  }

  /** Deliveries of facts that no try has handled. */
  long dead() throws SQLException {
    return count("SELECT count(*) FROM event_delivery WHERE state = 'dead'")
        + count("SELECT count(*) FROM dead_letter");
  }

  long count(String query) throws SQLException {
    return read(connection -> {
      try (Statement statement = connection.createStatement()) {
        return count(statement, query);
      }
    });
  }

  private static long count(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
