package dev.groundwire.platform.telemetry;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;

/** The file of a process's log, for as long as its node runs. */
public final class LogFile implements AutoCloseable {
  private final Optional<LogOutput> output;

  private LogFile(Optional<LogOutput> output) {
    this.output = output;
  }

  /**
   * Begins it, behind what is there already. Nothing happens where the log is set up in another way
   * than the product's.
   *
   * @throws UncheckedIOException when the folder cannot be written
   */
  public static LogFile open(Path folder, LogConfig config, ILoggerFactory log) {
    Optional<LogOutput> output =
        log instanceof LoggerContext context
            ? LogWriter.of(context).map(LogWriter::output)
            : Optional.empty();
    output.ifPresent(lines -> close(lines.into(file(folder.resolve("groundwire.log"), config))));
    return new LogFile(output);
  }

  private static RotatingFile file(Path path, LogConfig config) {
    try {
      return new RotatingFile(path, config.rotationMaxBytes(), config.rotationBackups());
    } catch (IOException unusable) {
      throw new UncheckedIOException(path + " cannot be written: " + unusable, unusable);
    }
  }

  private static void close(@Nullable RotatingFile file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException unwritten) {
      throw new UncheckedIOException(unwritten);
    }
  }

  /** From now on lines go to the console alone. */
  @Override
  public void close() {
    output.ifPresent(lines -> close(lines.into(null)));
  }
}
