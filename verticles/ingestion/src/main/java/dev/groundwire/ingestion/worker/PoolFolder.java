package dev.groundwire.ingestion.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one pool, and those that killed processes left beside it. */
final class PoolFolder {
  private static final Logger LOG = LoggerFactory.getLogger(PoolFolder.class);
  private static final String PREFIX = "parsers-";
  private static final String OWNER = "owner";

  /** Two processes reckon the start of a third one apart by this at most. */
  private static final Duration ABOUT_THE_SAME = Duration.ofSeconds(10);

  private PoolFolder() {}

  static Path create(Path parent) throws IOException {
    Files.createDirectories(parent);
    removeLeftovers(parent);
    Path folder = Files.createTempDirectory(parent.toAbsolutePath(), PREFIX);
    ProcessHandle self = ProcessHandle.current();
    Files.writeString(folder.resolve(OWNER), self.pid() + " " + startOf(self));
    return folder;
  }

  private static void removeLeftovers(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!isOwned(folder)) {
          LOG.atInfo().addKeyValue("directory", folder).log("leftover of a dead process removed");
          DirectoryTree.delete(folder);
        }
      }
    }
  }

  private static boolean isOwned(Path folder) {
    try {
      String[] owner = Files.readString(folder.resolve(OWNER)).split(" ", 2);
      return isAlive(Long.parseLong(owner[0]), Instant.parse(owner[1]));
    } catch (IOException | NumberFormatException | DateTimeException unowned) {
      LOG.atDebug().addKeyValue("directory", folder).setCause(unowned).log("no owner is named");
      return false;
    }
  }

  /** In containers each run has the same process id, so the start has to be the same as well. */
  private static boolean isAlive(long pid, Instant start) {
    ProcessHandle self = ProcessHandle.current();
    if (pid == self.pid()) {
      return start.equals(startOf(self));
    }
    Optional<ProcessHandle> owner = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return owner
        .map(process -> Duration.between(start, startOf(process)).abs())
        .filter(apart -> apart.compareTo(ABOUT_THE_SAME) < 0)
        .isPresent();
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
