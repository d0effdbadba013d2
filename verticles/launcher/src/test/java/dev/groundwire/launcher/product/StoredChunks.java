package dev.groundwire.launcher.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the database of a node holds, read past the product and past its row-level security. */
public final class StoredChunks {
  private static final String CHUNKS =
      """
      SELECT d.sha256, c.ordinal, d.status, d.chunks, d.text_length, d.language, t.text,
        c.version = d.version, c.start_offset, c.end_offset, c.page, c.section, c.text, c.tokens,
        encode(c.embedding, 'hex'), c.embedding_model
      FROM document d JOIN document_text t ON t.document_id = d.id
        LEFT JOIN chunk c ON c.document_id = d.id
      """;
  private static final int KEYS = 2;

  private StoredChunks() {}

  /** As the superuser. */
  static Connection connect(Path dataDir) throws SQLException {
    return connect(dataDir, "postgres");
  }

  static Connection connect(Path dataDir, String role) throws SQLException {
    Path folder = dataDir.resolve("postgres");
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:%s/groundwire"
              .formatted(Files.readString(folder.resolve("port")).strip()),
          role,
          Files.readString(folder.resolve(role + ".password")).strip());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Everything of every chunk, by the document's hash and the chunk's ordinal. */
  static Map<String, String> of(Path dataDir) throws SQLException {
    try (Connection connection = connect(dataDir)) {
      return of(connection);
    }
  }

  /** The same of a session that may see everything. */
  public static Map<String, String> of(Connection connection) throws SQLException {
    Map<String, String> chunks = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CHUNKS)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int column = KEYS + 1; column <= columns; column++) {
          values.add(row.getMetaData().getColumnName(column) + "=" + row.getString(column));
        }
        String key = row.getString(1) + "/" + row.getString(KEYS);
        if (chunks.put(key, String.join(" ", values)) != null) {
          throw new AssertionError("two chunks have one place: " + key);
        }
      }
    }
    return chunks;
  }

  /** The ids of the chunks of each document, by the document's hash. */
  static Map<String, List<String>> idsByDocument(Path dataDir) throws SQLException {
    try (Connection connection = connect(dataDir)) {
      return idsByDocument(connection);
    }
  }

  /** The same of a session that may see everything. */
  public static Map<String, List<String>> idsByDocument(Connection connection) throws SQLException {
    Map<String, List<String>> ids = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT d.sha256, c.id FROM document d JOIN chunk c ON c.document_id = d.id")) {
      while (row.next()) {
        ids.computeIfAbsent(row.getString(1), sha256 -> new ArrayList<>()).add(row.getString(2));
      }
    }
    return ids;
  }

  static long count(Path dataDir, String query) throws SQLException {
    try (Connection connection = connect(dataDir);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
