package dev.groundwire.platform.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM that runs the server dies, alone or together with others. */
class JvmDeathTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path data;
  private EmbeddedPostgresConfig config;
  private PostgresFolder folder;
  private ServerProcesses processes;

  @BeforeEach
  void createClusterWithARow() throws Exception {
    config = EmbeddedPostgresConfig.forTests(data);
    folder = new PostgresFolder(data.resolve("postgres"));
    processes = new ServerProcesses(folder.cluster());
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
      new Notes(postgres.login()).add("kept");
    }
  }

  @Test
  void refusesASecondJvmAndNamesTheFirst() throws Exception {
    try (PostgresJvm first = PostgresJvm.launch(data, config.binaries())) {
      first.awaitUp();
      try (PostgresJvm second = PostgresJvm.launch(data, config.binaries())) {
        assertThat(second.awaitRefusal())
            .contains("already in use by process " + first.pid())
            .contains("DATA_DIR");
      }
      assertThat(first.finish()).isZero();
    }
    startsWithItsRow();
  }

  @Test
  void leavesNoServerWhenTheJvmIsKilled() throws Exception {
    try (PostgresJvm jvm = PostgresJvm.launch(data, config.binaries())) {
      long postmaster = jvm.awaitUp();
      ProcessHandle watchdog = jvm.watchdog();
      assertThat(processes.serves(postmaster)).isTrue();
      jvm.kill();
      assertThat(Patience.until(() -> processes.all(postmaster).isEmpty(), DEADLINE)).isTrue();
      assertThat(Patience.until(() -> !Files.exists(folder.pidFile()), DEADLINE)).isTrue();
      assertThat(ended(watchdog)).isTrue();
    }
    startsWithItsRow();
  }

  @Test
  void startsAtOnceAfterItsJvmWasKilled() throws Exception {
    for (int kill = 0; kill < 3; kill++) {
      try (PostgresJvm jvm = PostgresJvm.launch(data, config.binaries())) {
        jvm.awaitUp();
        jvm.kill();
      }
      startsWithItsRow(); // races with the watchdog of the dead JVM
    }
  }

  @Test
  void healsWhenEverythingWasKilled() throws Exception {
    try (PostgresJvm jvm = PostgresJvm.launch(data, config.binaries())) {
      long postmaster = jvm.awaitUp();
      ProcessHandle watchdog = jvm.watchdog();
      watchdog.destroyForcibly();
      jvm.kill();
      processes.all(postmaster).forEach(this::kill);
      assertThat(Patience.until(() -> processes.all(postmaster).isEmpty(), DEADLINE)).isTrue();
      assertThat(folder.pidFile()).exists();
    }
    startsWithItsRow();
  }

  @Test
  void stopsAnOrphanBeforeItStartsItsOwn() throws Exception {
    long orphan;
    try (PostgresJvm jvm = PostgresJvm.launch(data, config.binaries())) {
      orphan = jvm.awaitUp();
      jvm.watchdog().destroyForcibly();
      jvm.kill();
    }
    assertThat(processes.serves(orphan)).isTrue();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
      assertThat(postgres.pid()).isNotEqualTo(orphan);
      assertThat(processes.serves(orphan)).isFalse();
      assertThat(new Notes(postgres.login()).all()).containsExactly("kept");
    }
  }

  @Test
  void takesAForeignProcessInThePidFileForNoServer() throws Exception {
    // as when process ids are reused: the file names this very JVM
    Files.writeString(
        folder.pidFile(),
        ProcessHandle.current().pid() + "\n" + folder.cluster() + "\n1700000000\n5432\n\n\n");
    startsWithItsRow();
  }

  @Test
  void takesAnEmptyPidFileForNoServer() throws Exception {
    Files.createFile(folder.pidFile());
    startsWithItsRow();
  }

  @Test
  void takesAZombieInThePidFileForNoServer() throws Exception {
    // The child ends once its parent is cat, which waits for nobody; a shell would reap it.
    String child = "until grep -q cat /proc/$PPID/comm; do :; done";
    Process parent =
        new ProcessBuilder("/bin/sh", "-c", "sh -c '" + child + "' & echo $!; exec cat").start();
    try (var output = parent.inputReader()) {
      long zombie = Long.parseLong(output.readLine());
      assertThat(Patience.until(() -> isZombie(zombie), DEADLINE)).isTrue();
      Files.writeString(
          folder.pidFile(), zombie + "\n" + folder.cluster() + "\n1700000000\n5432\n\n\n");
      startsWithItsRow();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void finishesCleanlyWhenItsInputEnds() throws Exception {
    try (PostgresJvm jvm = PostgresJvm.launch(data, config.binaries())) {
      long postmaster = jvm.awaitUp();
      assertThat(jvm.finish()).isZero();
      assertThat(processes.all(postmaster)).isEmpty();
      assertThat(folder.pidFile()).doesNotExist();
    }
  }

  private void startsWithItsRow() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
      assertThat(new Notes(postgres.login()).all()).isEqualTo(List.of("kept"));
    }
  }

  private void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Gone, or a zombie where process 1 does not reap. */
  private static boolean ended(ProcessHandle process) {
    return Patience.until(() -> !process.isAlive() || isZombie(process.pid()), DEADLINE);
  }

  private static boolean isZombie(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (java.io.IOException gone) {
      return false;
    }
  }
}
