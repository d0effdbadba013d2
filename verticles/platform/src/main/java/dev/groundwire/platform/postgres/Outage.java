package dev.groundwire.platform.postgres;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a database that is away from a statement that is wrong. */
public final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private Outage() {}

  /** The failure as callers shall see it: retryable when the server is away, else as it is. */
  static RuntimeException orItself(RuntimeException failure) {
    return isOutage(failure) ? unavailable(failure) : failure;
  }

  /** The same for what a future fails with. */
  public static Throwable orItself(Throwable failure) {
    return isOutage(failure) ? unavailable(failure) : failure;
  }

  private static BusFailure unavailable(Throwable failure) {
    LOG.atWarn().addKeyValue("cause", failure.toString()).log("database unavailable");
    BusFailure unavailable =
        new BusFailure(FailureCode.UNAVAILABLE, "The database is away; try again shortly.");
    // Not initCause: a ReplyException is born with an empty cause that nobody may replace.
    unavailable.addSuppressed(failure);
    return unavailable;
  }

  private static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseGoneException
          || cause instanceof ClosedConnectionException
          || cause instanceof IOException
          || cause instanceof TimeoutException
          || (cause instanceof PgException refused && isOutage(refused.getSqlState()))
          || (cause instanceof VertxException closed && isPoolFull(closed))) {
        return true;
      }
    }
    return false;
  }

  /** The pool tells of its time-out and of a closed connection only by text. */
  private static boolean isPoolFull(VertxException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("Timeout") || message.contains("closed");
  }

  /**
   * Classes 08 (connection), 53 (resources), 57 (shutdown, crash, starting up, a statement or a
   * lock's wait that took too long), 40 (conflict), and a lock that was not to be had in time.
   */
  private static boolean isOutage(String sqlState) {
    return sqlState.startsWith("08")
        || sqlState.startsWith("53")
        || sqlState.startsWith("57")
        || sqlState.startsWith("40")
        || sqlState.equals(LOCK_NOT_AVAILABLE);
  }
}
