package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which living processes belong to a cluster. A zombie is dead here, whatever {@code kill -0} says:
 * where process 1 does not reap, killed servers stay zombies for ever.
 */
final class ServerProcesses {
  private static final Path PROC = Path.of("/proc");

  private final Path cluster;
  private final boolean linux = Files.isReadable(PROC.resolve("self/stat"));

  ServerProcesses(Path cluster) {
    this.cluster = cluster;
  }

  /** Whether that process is a living server, or a part of one, that works in this cluster. */
  boolean serves(long pid) {
    if (!linux) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().command())
          .filter(command -> command.endsWith("/postgres"))
          .isPresent();
    }
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      int nameEnd = stat.lastIndexOf(')');
      char state = stat.charAt(nameEnd + 2);
      String name = stat.substring(stat.indexOf('(') + 1, nameEnd);
      return state != 'Z' && state != 'X' && name.equals("postgres") && worksInCluster(pid);
    } catch (IOException gone) {
      return false;
    }
  }

  /** All of them, also those that outlived their postmaster; beyond Linux only the one given. */
  List<Long> all(long postmaster) {
    List<Long> found = new ArrayList<>();
    if (!linux) {
      return serves(postmaster) ? List.of(postmaster) : found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (serves(pid)) {
          found.add(pid);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException failed) {
      throw new EmbeddedPostgresException("The processes cannot be listed: " + failed, failed);
    }
    return found;
  }

  /** The server and all its parts make the cluster their working directory. */
  private boolean worksInCluster(long pid) throws IOException {
    return Files.isSameFile(PROC.resolve(pid + "/cwd"), cluster);
  }
}
