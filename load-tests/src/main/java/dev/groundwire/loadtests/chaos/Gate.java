package dev.groundwire.loadtests.chaos;

import dev.groundwire.loadtests.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A place in the database where the product can be made to wait, as if it were slow there. */
enum Gate {
  MARK(71_001),
  SETTLE(71_002),
  LANDING(71_003);

  private static final Duration SOMEBODY_COMES = Duration.ofSeconds(2);
  private static final Duration STEP = Duration.ofMillis(20);

  private final long number;

  Gate(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  /** Runs {@code meanwhile} while others wait at the closed gate, or none came for a while. */
  void closed(ChaosDatabase database, Runnable meanwhile) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + number + ")");
      Waiting.atMost(SOMEBODY_COMES, STEP, () -> somebodyWaits(database));
      meanwhile.run();
    }
  }

  private boolean somebodyWaits(ChaosDatabase database) {
    try {
      return database.number(
              "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                  + " AND objid = "
                  + number)
          > 0;
    } catch (SQLException away) {
      return false;
    }
  }
}
