package dev.groundwire.loadtests.chaos;

import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database of one run, seen by an administrator, whom row-level security does not bind. */
final class ChaosDatabase {
  private final PostgresLogin administrator;
  private final PostgresLogin login;

  ChaosDatabase(PostgresLogin administrator, PostgresLogin login) {
    this.administrator = administrator;
    this.login = login;
  }

  /** Reads one row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  void prepare() throws SQLException {
    execute(
        """
        CREATE TABLE chaos_op (op_id uuid PRIMARY KEY, key text NOT NULL, poison boolean NOT NULL);
        CREATE TABLE chaos_counter (key text PRIMARY KEY, n bigint NOT NULL);
        CREATE TABLE chaos_effect (
          op_id uuid NOT NULL, event_id uuid NOT NULL, key text NOT NULL, key_seq bigint NOT NULL,
          n bigint NOT NULL); -- no key: an effect that happens twice must be seen
        GRANT ALL ON chaos_op, chaos_counter, chaos_effect TO %1$s;

        -- Gates: while the driver holds the lock, whoever would write there waits.
        CREATE FUNCTION chaos_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint);
          IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER chaos_mark BEFORE UPDATE ON outbox
          FOR EACH ROW EXECUTE FUNCTION chaos_gate(%2$d);
        CREATE TRIGGER chaos_settle BEFORE DELETE ON event_delivery
          FOR EACH ROW EXECUTE FUNCTION chaos_gate(%3$d);
        CREATE TRIGGER chaos_land BEFORE INSERT ON event_delivery
          FOR EACH ROW EXECUTE FUNCTION chaos_gate(%4$d);
        """
            .formatted(
                login.user(), Gate.MARK.number(), Gate.SETTLE.number(), Gate.LANDING.number()));
  }

  /** The application's, for the nodes and the producer. */
  PostgresLogin login() {
    return login;
  }

  Connection connect() throws SQLException {
    return open(administrator);
  }

  /** As one of the product's own. */
  Connection connectAsApplication() throws SQLException {
    return open(login);
  }

  private static Connection open(PostgresLogin as) throws SQLException {
    return DriverManager.getConnection(as.jdbcUrl(), as.user(), as.password());
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    return list(sql, row -> row.getLong(1)).getFirst();
  }

  <T> List<T> list(String sql, RowReader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(reader.read(result));
      }
    }
    return rows;
  }
}
