package dev.groundwire.platform.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where lines go. One thread at a time, which is who holds its lock. */
final class LogOutput {
  private static final int ENOUGH = 1 << 16;

  private final RecentProblems problems;
  private final FailureText failures = new FailureText();

  /** Not System.err: it may be what prints lines. */
  private OutputStream console = new FileOutputStream(FileDescriptor.err);

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream(ENOUGH);
  private final ByteArrayOutputStream json = new ByteArrayOutputStream(1_024);
  private LogFormat format = LogFormat.JSON;
  private @Nullable RotatingFile file;
  private boolean isFileBroken;

  /** When the last line was: what this class tells itself is of that time. */
  private Instant last = Instant.EPOCH;

  LogOutput(RecentProblems problems) {
    this.problems = problems;
  }

  void format(LogFormat wanted) {
    format = wanted;
  }

  void start() {
    failures.start();
  }

  /** From now on lines go into that file too; none: no more. */
  synchronized @Nullable RotatingFile into(@Nullable RotatingFile next) {
    RotatingFile before = file;
    file = next;
    isFileBroken = false;
    return before;
  }

  synchronized void add(LogMoment moment) {
    LogLine line = line(moment);
    last = line.timestamp();
    if (moment.isProblem()) {
      problems.add(line);
    }
    add(line);
  }

  /** Whatever is wrong with one line: the next ones must be written. */
  private LogLine line(LogMoment moment) {
    try {
      return moment.line(failures);
    } catch (RuntimeException unwritable) {
      String cause = moment.event().getLoggerName() + ": " + unwritable.getClass().getName();
      return own(moment.event().getInstant(), "line cannot be written", "cause", cause);
    }
  }

  synchronized void addDropped(long lines) {
    add(own(last, "log lines were dropped, more came than could be written", "count", lines));
  }

  private void add(LogLine line) {
    try {
      json.reset();
      LogFormat.JSON.write(line, json);
      if (format.equals(LogFormat.JSON)) {
        json.writeTo(screen);
      } else {
        format.write(line, screen);
      }
      keep(json.toByteArray());
      if (screen.size() >= ENOUGH) {
        flush();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("lines are laid out in memory", impossible);
    }
  }

  /** A full disk must not end the log on the console; it is told once there. */
  private void keep(byte[] line) throws IOException {
    if (file == null) {
      return;
    }
    try {
      file.write(line);
      isFileBroken = false;
    } catch (IOException unwritable) {
      if (!isFileBroken) {
        isFileBroken = true;
        LogLine told =
            own(
                last,
                "log file not written, see the free space and rights of DATA_DIR/logs",
                "cause",
                unwritable.toString());
        problems.add(told);
        format.write(told, screen);
      }
    }
  }

  synchronized void flush() {
    try {
      screen.writeTo(console);
    } catch (IOException nobodyReads) {
      console = OutputStream.nullOutputStream(); // nowhere is left to tell it; the file goes on
    } finally {
      screen.reset();
    }
  }

  private static LogLine own(Instant now, String message, String key, Object value) {
    return new LogLine(
        now,
        "WARN",
        LogWriter.class.getName(),
        message,
        EventName.of(message),
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(key, value),
        null);
  }
}
