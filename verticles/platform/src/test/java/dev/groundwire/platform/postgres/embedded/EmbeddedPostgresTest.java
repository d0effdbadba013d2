package dev.groundwire.platform.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path data;

  @Test
  void givesTheApplicationARoleBoundByRowLevelSecurity() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      Notes notes = new Notes(postgres.login());
      assertThat(
              notes.strings(
                  "SELECT concat(rolsuper, rolbypassrls, rolcreaterole) FROM pg_roles WHERE rolname"
                      + " = current_user"))
          .containsExactly("fff");
      assertThat(
              notes.strings(
                  "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname ="
                      + " current_database()"))
          .containsExactly("groundwire");
      assertThat(
              new Notes(postgres.administrator())
                  .strings("SELECT datlocale FROM pg_database WHERE datname = 'groundwire'"))
          .containsExactly("C.UTF-8");
    }
  }

  @Test
  void keepsRowsPortAndPasswordsOverARestart() throws Exception {
    PostgresLogin first;
    try (EmbeddedPostgres postgres = start()) {
      first = postgres.login();
      new Notes(first).add("kept");
    }
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.login()).isEqualTo(first);
      assertThat(new Notes(first).all()).containsExactly("kept");
    }
  }

  @Test
  void isDurableUnlessToldOtherwise() throws Exception {
    EmbeddedPostgresConfig tests = EmbeddedPostgresConfig.forTests(data);
    EmbeddedPostgresConfig laptop = EmbeddedPostgresConfig.under(data);
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            new EmbeddedPostgresConfig(
                data,
                tests.binaries(),
                laptop.durable(),
                laptop.maxConnections(),
                laptop.sharedBuffers(),
                laptop.startWithin(),
                laptop.stopWithin(),
                laptop.restarts(),
                laptop.restartWindow()))) {
      Notes notes = new Notes(postgres.login());
      assertThat(notes.setting("fsync")).isEqualTo("on");
      assertThat(notes.setting("synchronous_commit")).isEqualTo("on");
      assertThat(notes.setting("data_checksums")).isEqualTo("on");
      assertThat(notes.setting("listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void refusesAWrongPassword() {
    try (EmbeddedPostgres postgres = start()) {
      PostgresLogin login = postgres.login();
      assertThatThrownBy(
              () -> DriverManager.getConnection(login.jdbcUrl(), login.user(), "guessed"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void showsPasswordsToNobodyElse() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      PostgresFolder folder = new PostgresFolder(data.resolve("postgres"));
      for (String role : new String[] {"groundwire", "postgres"}) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.passwordFile(role))))
            .isEqualTo("rw-------");
      }
      assertThat(postgres.login().toString()).doesNotContain(postgres.login().password());
    }
  }

  @Test
  void refusesASecondStartInTheSameProcess() {
    try (EmbeddedPostgres postgres = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining("already in use by this process itself");
      assertThat(postgres.up()).isTrue();
    }
  }

  @Test
  void refusesTheFolderOfAnotherMajor() throws Exception {
    start().close();
    Path version = new PostgresFolder(data.resolve("postgres")).cluster().resolve("PG_VERSION");
    Files.writeString(version, "12\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("was written by PostgreSQL 12")
        .hasMessageContaining("DATA_DIR");
  }

  @Test
  void createsTheClusterAnewAfterAnUnfinishedCreation() throws Exception {
    Files.createDirectories(data.resolve("postgres.unfinished/cluster"));
    Files.writeString(data.resolve("postgres.unfinished/groundwire.password"), "half");
    try (EmbeddedPostgres postgres = start()) {
      new Notes(postgres.login()).add("whole");
    }
    assertThat(data.resolve("postgres.unfinished")).doesNotExist();
  }

  @Test
  void movesToAnotherPortWhenItsOwnIsTaken() throws Exception {
    int before;
    try (EmbeddedPostgres postgres = start()) {
      before = postgres.login().port();
    }
    try (java.net.ServerSocket taken =
            new java.net.ServerSocket(before, 1, java.net.InetAddress.ofLiteral("127.0.0.1"));
        EmbeddedPostgres postgres = start()) {
      assertThat(postgres.login().port()).isNotEqualTo(taken.getLocalPort());
      assertThat(new Notes(postgres.login()).reachable()).isTrue();
    }
  }

  @Test
  void endsTheServerAndItsWatchdogWhenClosed() throws Exception {
    EmbeddedPostgres postgres = start();
    ServerProcesses processes =
        new ServerProcesses(new PostgresFolder(data.resolve("postgres")).cluster());
    long pid = postgres.pid();
    assertThat(processes.all(pid)).contains(pid).hasSizeGreaterThan(1);
    postgres.close();
    assertThat(processes.all(pid)).isEmpty();
    assertThat(new PostgresFolder(data.resolve("postgres")).pidFile()).doesNotExist();
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(data.toString()))
        .forEach(child -> assertThat(exits(child)).isTrue());
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(EmbeddedPostgresConfig.forTests(data));
  }

  private static boolean exits(ProcessHandle process) {
    try {
      process.onExit().get(30, TimeUnit.SECONDS);
      return true;
    } catch (Exception notInTime) {
      return false;
    }
  }
}
