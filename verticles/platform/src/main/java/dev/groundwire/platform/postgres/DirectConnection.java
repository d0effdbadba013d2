package dev.groundwire.platform.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection outside of the pool, for what must be done before there is one, or needs a session
 * for itself.
 */
public final class DirectConnection {
  private static final Logger LOG = LoggerFactory.getLogger(DirectConnection.class);

  /** Asked for at the begin of a session, so that only a session has it. */
  private static final String MARK = "groundwire.session";

  private static final int ATTEMPT_SECONDS = 10;
  private static final String REFUSED_PROTOCOL = "08P01";
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private DirectConnection() {}

  static String url(PgConnectOptions server) {
    return "jdbc:postgresql://%s:%d/%s?sslmode=%s"
        .formatted(
            server.getHost(),
            server.getPort(),
            server.getDatabase(),
            server.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /**
   * Blocks until the server answers: one beside us, in a container that starts with ours, needs
   * some seconds. One that answers with a refusal is not asked again.
   *
   * @param patience how long in all
   * @throws IllegalStateException when what answers gives no session, as poolers do not
   */
  public static Connection open(PgConnectOptions server, Duration patience) throws SQLException {
    String mark = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Properties login = login(server);
    login.setProperty("options", options(mark));
    try {
      Connection session = open(server, login, patience);
      refuseWithout(session, mark, server);
      return session;
    } catch (SQLException failure) {
      if (String.valueOf(failure.getMessage()).contains("unsupported startup parameter")) {
        throw poolerBetween(server, failure);
      }
      throw failure;
    }
  }

  private static String options(String mark) {
    StringBuilder options = new StringBuilder("-c " + MARK + "=" + mark);
    SessionSettings.GONE_CLIENTS.forEach(
        (name, value) -> options.append(" -c ").append(name).append('=').append(value));
    return options.toString();
  }

  /** The same through a pooler, for statements that need no session. */
  public static Connection openPooled(PgConnectOptions server, Duration patience)
      throws SQLException {
    Properties login = login(server);
    login.setProperty("preferQueryMode", "simple"); // prepares nothing
    return open(server, login, patience);
  }

  private static void refuseWithout(Connection session, String mark, PgConnectOptions server)
      throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet kept = statement.executeQuery("SELECT current_setting('" + MARK + "', true)")) {
      if (kept.next() && mark.equals(kept.getString(1))) {
        return;
      }
    } catch (SQLException failure) {
      session.close();
      throw failure;
    }
    session.close();
    throw poolerBetween(server, new SQLException("what a session begins with was lost"));
  }

  private static IllegalStateException poolerBetween(
      PgConnectOptions server, SQLException evidence) {
    return new IllegalStateException(
        "A pooler such as PgBouncer stands before the database server "
            + server.getHost()
            + ":"
            + server.getPort()
            + ", so that locks, migrations and notifications would have no session: set"
            + " DATABASE_POOLER=transaction, DATABASE_URL to the pooler and DATABASE_DIRECT_URL to the"
            + " server itself",
        evidence);
  }

  private static Properties login(PgConnectOptions server) {
    Properties login = new Properties();
    login.setProperty("user", server.getUser());
    login.setProperty("password", Objects.toString(server.getPassword(), ""));
    login.setProperty("connectTimeout", String.valueOf(ATTEMPT_SECONDS));
    login.setProperty("loginTimeout", String.valueOf(ATTEMPT_SECONDS));
    return login;
  }

  private static Connection open(PgConnectOptions server, Properties login, Duration patience)
      throws SQLException {
    long begin = System.nanoTime();
    long end = begin + patience.toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        return DriverManager.getConnection(url(server), login);
      } catch (SQLException failure) {
        Duration pause = pauseAfter(attempt);
        boolean late = System.nanoTime() + pause.toNanos() - end >= 0;
        if (late || !mayPass(failure) || Thread.currentThread().isInterrupted()) {
          throw failure;
        }
        LOG.atWarn()
            .addKeyValue("server", server.getHost() + ":" + server.getPort())
            .addKeyValue("attempt", attempt)
            .addKeyValue("waited_seconds", Duration.ofNanos(System.nanoTime() - begin).toSeconds())
            .addKeyValue("at_most_seconds", patience.toSeconds())
            .addKeyValue("again_in_ms", pause.toMillis())
            .addKeyValue("reason", reason(failure))
            .addKeyValue("check", "that it runs, and host and port of DATABASE_URL")
            .log("waiting for the database server");
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  /** Nobody listens, the name is not known yet, the server still starts, or has no place left. */
  private static boolean mayPass(SQLException failure) {
    String state = Objects.toString(failure.getSQLState(), "");
    return (state.startsWith("08") && !state.equals(REFUSED_PROTOCOL))
        || state.equals("57P03")
        || state.equals("53300");
  }

  /** Doubled each time, and half of it at random, so that nodes do not come back in step. */
  private static Duration pauseAfter(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  /** One line for a person; the driver's advice about the server's settings is left out. */
  public static String reason(SQLException failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String text = Objects.toString(deepest.getMessage(), deepest.toString());
    String line = text.lines().findFirst().orElse("");
    return deepest instanceof UnknownHostException ? "no host is called " + line : line;
  }
}
