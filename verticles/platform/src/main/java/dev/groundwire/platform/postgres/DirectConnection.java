package dev.groundwire.platform.postgres;

import io.vertx.pgclient.PgConnectOptions;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection outside of the pool, for what must be done before there is one. */
public final class DirectConnection {
  private static final Logger LOG = LoggerFactory.getLogger(DirectConnection.class);

  private static final int ATTEMPT_SECONDS = 10;
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
   */
  public static Connection open(PgConnectOptions server, Duration patience) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", server.getUser());
    login.setProperty("password", Objects.toString(server.getPassword(), ""));
    login.setProperty("connectTimeout", String.valueOf(ATTEMPT_SECONDS));
    login.setProperty("loginTimeout", String.valueOf(ATTEMPT_SECONDS));
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
    return state.startsWith("08") || state.equals("57P03") || state.equals("53300");
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
