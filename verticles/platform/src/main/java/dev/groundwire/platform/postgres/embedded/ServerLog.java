package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The server's own log file: kept short, and quoted when the server does not start. */
final class ServerLog {
  private static final long LARGEST = 16L << 20;
  private static final int QUOTED = 8;

  private ServerLog() {}

  /** Only between two servers: a running one goes on writing into the old file. */
  static void rotate(PostgresFolder folder) throws IOException {
    Path log = folder.log();
    if (Files.exists(log) && Files.size(log) > LARGEST) {
      Files.move(log, log.resolveSibling("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
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
