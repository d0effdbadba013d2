package dev.groundwire.platform.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line for a person at a terminal, in colours. */
final class ReadableLine {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final String PLAIN = "\u001b[0m";
  private static final String CYAN = "\u001b[36m";
  private static final String GRAY = "\u001b[90m";

  private ReadableLine() {}

  static void write(LogLine line, ByteArrayOutputStream out) {
    StringBuilder text = new StringBuilder(160);
    text.append(CLOCK.format(line.timestamp())).append(' ');
    text.append(colour(line.level()))
        .append(String.format(Locale.ROOT, "%-5s", line.level()))
        .append(PLAIN);
    text.append(' ')
        .append(CYAN)
        .append(String.format(Locale.ROOT, "%-20.20s", shortName(line.logger())))
        .append(PLAIN);
    text.append(' ').append(line.message()).append(' ').append(GRAY);
    line.values().forEach((key, value) -> text.append(key).append('=').append(value).append(' '));
    if (line.requestId() != null) {
      text.append(line.requestId());
    }
    text.append(PLAIN).append('\n');
    if (line.stackTrace() != null) {
      text.append(line.stackTrace()).append('\n');
    }
    out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String colour(String level) {
    return switch (level) {
      case "ERROR" -> "\u001b[1;31m";
      case "WARN" -> "\u001b[31m";
      case "INFO" -> "\u001b[34m";
      default -> PLAIN;
    };
  }
}
