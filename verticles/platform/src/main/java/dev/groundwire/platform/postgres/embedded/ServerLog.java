package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The server's own log file: kept short, and quoted when the server does not start. */
final class ServerLog {
  static final long LARGEST = 2L << 20;
  private static final int QUOTED = 8;

  private ServerLog() {}

  /**
   * Keeps one older file beside it. A running server only ever appends, so the file may be emptied
   * under it; what it writes between the two steps is lost.
   */
  static void keepShort(PostgresFolder folder) throws IOException {
    Path log = folder.log();
    if (Files.exists(log) && Files.size(log) > LARGEST) {
      Files.copy(log, log.resolveSibling("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
      Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    }
  }

  static String tail(PostgresFolder folder) {
    try {
      List<String> lines = Files.readAllLines(folder.log(), StandardCharsets.ISO_8859_1);
      List<String> last = lines.subList(Math.max(0, lines.size() - QUOTED), lines.size());
      return String.join(" | ", last) + " (" + folder.log() + ")";
    } catch (IOException unreadable) {
      return "its log cannot be read: " + unreadable;
    }
  }
}
