package dev.groundwire.platform.postgres.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A table of words, written and read over connections of their own. */
record Notes(PostgresLogin login) {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  Connection connect() throws SQLException {
    return DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
  }

  void add(String word) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS note (word text)");
      statement.execute("INSERT INTO note VALUES ('" + word + "')");
    }
  }

  List<String> all() throws SQLException {
    return strings("SELECT word FROM note ORDER BY word");
  }

  String setting(String name) throws SQLException {
    return strings("SHOW " + name).getFirst();
  }

  List<String> strings(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** Whether connections are accepted again within the deadline. */
  boolean reachable() {
    return Patience.until(
        () -> {
          try (Connection connection = connect()) {
            return connection.isValid(5);
          } catch (SQLException notYet) {
            return false;
          }
        },
        DEADLINE);
  }
}
