package dev.groundwire.platform.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** How a line is laid out. */
@FunctionalInterface
interface LogFormat {
  LogFormat JSON = JsonLine::write;

  /** For a person at a terminal. */
  LogFormat READABLE = ReadableLine::write;

  /** Adds the line with its end. */
  void write(LogLine line, ByteArrayOutputStream out) throws IOException;
}
