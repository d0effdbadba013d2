package dev.groundwire.platform.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server dies, the JVM lives. */
class PostgresCrashTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path data;

  @Test
  void restartsAKilledServerOnItsPortWithItsRows() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      Notes notes = new Notes(postgres.login());
      for (String word : new String[] {"first", "second", "third"}) {
        notes.add(word);
        killAndAwaitAnother(postgres, postgres.pid());
        assertThat(notes.reachable()).isTrue();
      }
      assertThat(notes.all()).containsExactly("first", "second", "third");
    }
  }

  @Test
  void restartsWhileABackendOfTheKilledServerIsBusy() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      Notes notes = new Notes(postgres.login());
      notes.add("kept");
      try (Connection busy = notes.connect()) {
        Thread query =
            Thread.ofVirtual()
                .start(() -> {
                  try (var statement = busy.createStatement()) {
                    // computes without ever looking at its latch
                    statement.execute(
                        "SELECT count(*) FROM generate_series(1, 2000000000) a WHERE a % 7 ="
                            + " 8");
                  } catch (java.sql.SQLException killed) {
                    Thread.currentThread().interrupt();
                  }
                });
        assertThat(
                Patience.until(
                    () -> {
                      try {
                        return !notes
                            .strings(
                                "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query"
                                    + " LIKE 'SELECT count%'")
                            .isEmpty();
                      } catch (java.sql.SQLException failed) {
                        return false;
                      }
                    },
                    DEADLINE))
            .isTrue();
        killAndAwaitAnother(postgres, postgres.pid());
        assertThat(notes.reachable()).isTrue();
        assertThat(query.join(DEADLINE)).isTrue();
      }
      assertThat(notes.all()).containsExactly("kept");
    }
  }

  @Test
  void outlivesAKilledBackend() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      Notes notes = new Notes(postgres.login());
      notes.add("kept");
      try (Connection connection = notes.connect();
          var statement = connection.createStatement();
          var row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
        assertThat(Patience.until(() -> !valid(connection), DEADLINE)).isTrue();
      }
      assertThat(notes.reachable()).isTrue();
      assertThat(notes.all()).containsExactly("kept");
    }
  }

  @Test
  void restartsTheServerWhenItsWatchdogIsKilled() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      Notes notes = new Notes(postgres.login());
      notes.add("kept");
      long before = postgres.pid();
      ProcessHandle.current()
          .children()
          .filter(child -> child.info().commandLine().orElse("").contains(data.toString()))
          .forEach(ProcessHandle::destroyForcibly);
      assertThat(Patience.until(() -> postgres.pid() != before && postgres.up(), DEADLINE))
          .isTrue();
      assertThat(notes.all()).containsExactly("kept");
    }
  }

  @Test
  void givesUpWhenItsRestartsAreSpent() throws Exception {
    EmbeddedPostgresConfig tests = EmbeddedPostgresConfig.forTests(data);
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            new EmbeddedPostgresConfig(
                data,
                tests.binaries(),
                false,
                tests.maxConnections(),
                tests.sharedBuffers(),
                tests.startWithin(),
                tests.stopWithin(),
                1,
                Duration.ofHours(1)))) {
      killAndAwaitAnother(postgres, postgres.pid());
      ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
      assertThat(postgres.givenUp().toCompletableFuture())
          .failsWithin(DEADLINE)
          .withThrowableThat()
          .withMessageContaining("died too often");
      assertThat(postgres.up()).isFalse();
    }
    assertThat(Files.exists(data.resolve("postgres.owner"))).isFalse();
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(EmbeddedPostgresConfig.forTests(data));
  }

  private static void killAndAwaitAnother(EmbeddedPostgres postgres, long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    assertThat(Patience.until(() -> postgres.pid() != pid && postgres.up(), DEADLINE)).isTrue();
  }

  private static boolean valid(Connection connection) {
    try {
      return connection.isValid(5);
    } catch (java.sql.SQLException gone) {
      return false;
    }
  }
}
