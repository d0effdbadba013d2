package dev.groundwire.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;

/** Which lines are written, by logger; changed for a time while the process runs. */
public final class LogLevels {
  /** Names are made up by who asks; each stays in memory once it has a level. */
  private static final int MOST_CHANGED = 100;

  /** Names of loggers that have not logged yet. */
  private static final int MOST_UNHEARD = 1_000;

  private final Vertx vertx;
  private final @Nullable LoggerContext log;
  private final Map<String, Changed> changed = new HashMap<>();
  private int unheard;

  /**
   * @param log of another kind than the product's has no levels that could be changed
   */
  public LogLevels(Vertx vertx, ILoggerFactory log) {
    this.vertx = vertx;
    this.log = log instanceof LoggerContext context ? context : null;
  }

  /**
   * A logger that has a level of its own.
   *
   * @param temporary true when it falls back by itself
   */
  public record Entry(String name, String level, boolean temporary) {}

  public synchronized List<Entry> all() {
    return log == null
        ? List.of()
        : log.getLoggerList().stream()
            .filter(logger -> logger.getLevel() != null)
            .map(logger ->
                new Entry(
                    logger.getName(),
                    String.valueOf(logger.getLevel()),
                    changed.containsKey(logger.getName())))
            .toList();
  }

  /**
   * Writes lines from {@code level} on, until the time is over.
   *
   * @return false when too many loggers are changed at once
   */
  public synchronized boolean set(String name, LogConfig.Level level, Duration time) {
    if (log == null || (!changed.containsKey(name) && changed.size() >= MOST_CHANGED)) {
      return false;
    }
    if (log.exists(name) == null && ++unheard > MOST_UNHEARD) {
      return false; // a logger that was ever named is kept for ever
    }
    Logger logger = log.getLogger(name);
    Optional<Level> before =
        Optional.ofNullable(changed.get(name))
            .map(earlier -> earlier.before)
            .orElseGet(() -> Optional.ofNullable(logger.getLevel()));
    forget(name);
    long timer = vertx.setTimer(Math.max(1, time.toMillis()), ignored -> restore(name));
    changed.put(name, new Changed(before, timer));
    logger.setLevel(Level.valueOf(level.name()));
    return true;
  }

  /** As it was before it was changed. */
  public synchronized void restore(String name) {
    Changed end = forget(name);
    if (end != null && log != null) {
      log.getLogger(name).setLevel(end.before.orElse(null));
    }
  }

  private @Nullable Changed forget(String name) {
    Changed known = changed.remove(name);
    if (known != null) {
      vertx.cancelTimer(known.timer);
    }
    return known;
  }

  /**
   * @param before empty when it had its parent's
   */
  private record Changed(Optional<Level> before, long timer) {}
}
