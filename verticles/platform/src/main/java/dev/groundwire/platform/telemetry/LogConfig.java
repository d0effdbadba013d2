package dev.groundwire.platform.telemetry;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;

/**
 * What is logged, and how much of it is kept.
 *
 * @param level of the lines that are written; may be changed while it runs
 * @param rotationMaxBytes of one file; then the next begins
 * @param rotationBackups full files that are kept
 */
public record LogConfig(
    @Env("LOG_LEVEL") Level level,
    @Env("LOG_ROTATION_MAX_BYTES") long rotationMaxBytes,
    @Env("LOG_ROTATION_BACKUPS") int rotationBackups) {

  /** From the most to the least. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF
  }

  public LogConfig {
    Require.atLeast("log.rotation_max_bytes", rotationMaxBytes, 4_096);
    Require.within("log.rotation_backups", rotationBackups, 0, 1_000);
  }
}
