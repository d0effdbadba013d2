package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears what a killed JVM or a killed server left in and around the cluster. */
final class LeftoverServer {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);
  private static final Duration DEATH = Duration.ofSeconds(10);

  /** No process can have it: above every system's highest process id. */
  private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

  private final Programs programs;
  private final PostgresFolder folder;
  private final ServerProcesses processes;
  private final Duration stopWithin;

  LeftoverServer(
      Programs programs, PostgresFolder folder, ServerProcesses processes, Duration stopWithin) {
    this.programs = programs;
    this.folder = folder;
    this.processes = processes;
    this.stopWithin = stopWithin;
  }

  /** Afterwards no process serves the cluster, and a server can be started. */
  void clear() {
    try {
      long postmaster = postmaster();
      if (processes.serves(postmaster)) {
        stop(postmaster);
      }
      killAll();
      releasePidFile();
    } catch (IOException failed) {
      throw new EmbeddedPostgresException(
          "What is left of the last PostgreSQL cannot be cleared: " + failed, failed);
    }
  }

  /**
   * Backends can outlive a killed postmaster for a while; a new server beside them would destroy
   * data.
   */
  void killAll() throws IOException {
    long postmaster = postmaster();
    List<Long> left = processes.all(postmaster);
    for (int round = 0; !left.isEmpty() && round < 3; round++) {
      left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      LOG.atWarn().addKeyValue("processes", left).log("leftover postgres processes killed");
      Patience.until(() -> processes.all(postmaster).isEmpty(), DEATH);
      left = processes.all(postmaster);
    }
    if (!left.isEmpty()) {
      throw new EmbeddedPostgresException(
          "PostgreSQL processes of an earlier run serve "
              + folder.cluster()
              + " and do not end: stop the processes "
              + left
              + " by hand.");
    }
  }

  private void stop(long postmaster) {
    CommandOutcome stop =
        programs.run(
            stopWithin.plusSeconds(5),
            "pg_ctl",
            "",
            "-D",
            folder.cluster().toString(),
            "-m",
            "fast",
            "-w",
            "-t",
            Long.toString(stopWithin.toSeconds()),
            "stop");
    // The watchdog of the dead JVM may be stopping it too; what counts is that it ends.
    boolean stopped = Patience.until(() -> !processes.serves(postmaster), DEATH);
    LOG.atWarn()
        .addKeyValue("pid", postmaster)
        .addKeyValue("clean", stopped && stop.succeeded())
        .log("orphaned postgres stopped");
  }

  /**
   * Points the file at a process that cannot exist rather than deleting it: the server then takes
   * its last owner for dead, a zombie and a reused process id included, but still checks the shared
   * memory that the file names for users.
   */
  private void releasePidFile() throws IOException {
    long postmaster = postmaster();
    if (postmaster <= 0 || postmaster == Integer.MAX_VALUE) {
      if (postmaster < 0) {
        Files.deleteIfExists(folder.pidFile()); // the machine died while it was written
      }
      return;
    }
    String content = Files.readString(folder.pidFile());
    int lineEnd = content.indexOf('\n');
    Path next = folder.cluster().resolve("postmaster.pid.next");
    Files.writeString(next, NOBODY + (lineEnd < 0 ? "\n" : content.substring(lineEnd)));
    Files.move(next, folder.pidFile(), StandardCopyOption.ATOMIC_MOVE);
    LOG.atWarn().addKeyValue("pid", postmaster).log("stale postmaster.pid released");
  }

  /** 0: no pid file; -1: one that says nothing. */
  private long postmaster() throws IOException {
    if (!Files.exists(folder.pidFile())) {
      return 0;
    }
    String first = Files.readString(folder.pidFile()).lines().findFirst().orElse("").strip();
    return first.matches("[1-9]\\d{0,9}") ? Long.parseLong(first) : -1;
  }
}
