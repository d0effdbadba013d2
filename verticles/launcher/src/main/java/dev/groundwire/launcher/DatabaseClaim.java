package dev.groundwire.launcher;

import dev.groundwire.platform.postgres.DirectConnection;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's claim to its database: to be the only one of it, as two embedded ones would take each
 * other's unfinished work over, or one of a cluster's. Held by a session's advisory lock, so it
 * ends with the process, however that ends.
 */
final class DatabaseClaim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClaim.class);
  private static final String ALONE =
      "SELECT pg_try_advisory_lock(hashtextextended('groundwire.node', 0))";
  private static final String WITH_OTHERS =
      "SELECT pg_try_advisory_lock_shared(hashtextextended('groundwire.node', 0))";

  /** Whether that process holds the lock of a claim on the database that is asked. */
  private static final String SEEN =
      """
      SELECT EXISTS (
        SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE l.locktype = 'advisory' AND l.pid = ? AND d.datname = current_database()
          AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('groundwire.node', 0))
      """;

  /** Whom row-level security does not bind would be shown the rows of every organization. */
  private static final String UNBOUND =
      "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)";

  private final Connection session;

  private DatabaseClaim(Connection session) {
    this.session = session;
  }

  /**
   * @param patience how long a server that does not answer yet is waited for
   */
  static DatabaseClaim claim(PgConnectOptions server, Profile profile, Duration patience) {
    long begin = System.nanoTime();
    try {
      Connection session = DirectConnection.open(server, patience);
      refuseUnbound(session);
      try (Statement statement = session.createStatement();
          ResultSet claimed = statement.executeQuery(profile.isCluster() ? WITH_OTHERS : ALONE)) {
        if (claimed.next() && claimed.getBoolean(1)) {
          return new DatabaseClaim(session);
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
        "Another Groundwire uses the database of DATABASE_URL; stop it, name another database, or set"
            + " GROUNDWIRE_PROFILE=cluster for all of them",
        new IllegalStateException("advisory lock taken"));
  }

  /**
   * Refuses a pooler that leads elsewhere than where this claim is held: two nodes could then own
   * one database, each with the claim of another.
   *
   * @param patience how long a pooler that does not answer yet is waited for
   */
  void checkSeenThrough(PgConnectOptions pooler, Duration patience) {
    try (Connection through = DirectConnection.openPooled(pooler, patience)) {
      refuseUnbound(through);
      if (isSeenBy(through)) {
        return;
      }
    } catch (SQLException failure) {
      throw new StartFailure(
          "The pooler of DATABASE_URL cannot be used: "
              + DirectConnection.reason(failure)
              + "; check that it runs, its host, port, user and password",
          failure);
    }
    throw new StartFailure(
        "DATABASE_URL leads to another database than DATABASE_DIRECT_URL: both must be the same one,"
            + " through the pooler and without it",
        new IllegalStateException("advisory lock not seen"));
  }

  private boolean isSeenBy(Connection through) throws SQLException {
    try (Statement own = session.createStatement();
        ResultSet process = own.executeQuery("SELECT pg_backend_pid()");
        PreparedStatement look = through.prepareStatement(SEEN)) {
      process.next();
      look.setInt(1, process.getInt(1));
      try (ResultSet seen = look.executeQuery()) {
        return seen.next() && seen.getBoolean(1);
      }
    }
  }

  private static void refuseUnbound(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet role = statement.executeQuery(UNBOUND)) {
      if (role.next()) {
        String name = role.getString(1);
        session.close();
        throw new StartFailure(
            """
            The role %1$s of DATABASE_URL or DATABASE_DIRECT_URL is a superuser or has BYPASSRLS, so the database would not \
            keep organizations apart: name another role, or ALTER ROLE %1$s NOSUPERUSER NOBYPASSRLS\
            """
                .formatted(name),
            new IllegalStateException("role not bound by row-level security"));
      }
    }
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
