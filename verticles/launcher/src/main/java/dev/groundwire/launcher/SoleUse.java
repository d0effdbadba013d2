package dev.groundwire.launcher;

import dev.groundwire.platform.postgres.DirectConnection;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's claim to be the only one of its database: two would take each other's unfinished work
 * over. Held by a session's advisory lock, so it ends with the process, however that ends.
 */
final class SoleUse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SoleUse.class);
  private static final String CLAIM =
      "SELECT pg_try_advisory_lock(hashtextextended('groundwire.node', 0))";

  private final Connection session;

  private SoleUse(Connection session) {
    this.session = session;
  }

  /**
   * @param patience how long a server that does not answer yet is waited for
   */
  static SoleUse claim(PgConnectOptions server, Duration patience) {
    long begin = System.nanoTime();
    try {
      Connection session = DirectConnection.open(server, patience);
      try (Statement statement = session.createStatement();
          ResultSet claimed = statement.executeQuery(CLAIM)) {
        if (claimed.next() && claimed.getBoolean(1)) {
          return new SoleUse(session);
        }
      }
      session.close();
    } catch (SQLException failure) {
      throw new StartFailure(
          "The database server of DATABASE_URL cannot be used, tried for "
              + Duration.ofNanos(System.nanoTime() - begin).toSeconds()
              + " s: "
              + DirectConnection.reason(failure)
              + "; check that it runs, its host, port, user and password, and"
              + " START_PATIENCE_SECONDS",
          failure);
    }
    throw new StartFailure(
        "Another Groundwire uses the database of DATABASE_URL; stop it, or name another database",
        new IllegalStateException("advisory lock taken"));
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException gone) {
      LOG.atDebug().setCause(gone).log("claim ended with its connection");
    }
  }
}
