package dev.groundwire.platform.postgres.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The shell that starts the server and stops it at the end of its standard input, which this JVM
 * holds.
 *
 * @param postmaster the server's process id
 */
record Watchdog(Process shell, long postmaster) {
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Blocks until the server accepts connections. */
  static Watchdog start(Programs programs, PostgresFolder folder, EmbeddedPostgresConfig config) {
    Process shell = null;
    try {
      shell = launch(programs, folder, config);
      String answer = firstLine(shell, config.startWithin().plus(GRACE));
      if (answer != null && answer.startsWith("READY ")) {
        return new Watchdog(shell, Long.parseLong(answer.substring("READY ".length()).strip()));
      }
      throw new EmbeddedPostgresException("PostgreSQL did not start: " + ServerLog.tail(folder));
    } catch (IOException | ExecutionException failed) {
      throw abandoned(shell, "PostgreSQL cannot be started: " + failed, failed);
    } catch (TimeoutException late) {
      throw abandoned(shell, "PostgreSQL did not start in time: " + ServerLog.tail(folder), late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw abandoned(shell, "interrupted while PostgreSQL started", interrupted);
    }
  }

  boolean alive() {
    return shell.isAlive();
  }

  /** Lets the shell stop the server; false when it did not within the deadline. */
  boolean stop(Duration deadline) {
    try {
      shell.getOutputStream().close();
      return shell.waitFor(deadline.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException brokenPipe) {
      return false; // the shell is dead already
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the shell without letting it stop anything: its server is dead. */
  void abandon() {
    // first the kill, then the end of its input, or it would signal a process id used by others now
    shell.destroyForcibly();
    try {
      shell.getOutputStream().close();
    } catch (IOException brokenPipe) {
      return; // already closed by the shell's death
    }
  }

  private static Process launch(
      Programs programs, PostgresFolder folder, EmbeddedPostgresConfig config) throws IOException {
    List<String> command =
        Command.join(
            List.of("/bin/sh", "-c", script(), "groundwire-postgres-guard"),
            programs.bin().toString(),
            folder.cluster().toString(),
            folder.log().toString(),
            Long.toString(config.startWithin().toSeconds()),
            Long.toString(config.stopWithin().toSeconds()));
    command.addAll(programs.account().prefix());
    return Command.builder(command)
        .directory(folder.root().toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static @Nullable String firstLine(Process shell, Duration deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<@Nullable String> line = new CompletableFuture<>();
    BufferedReader reader = shell.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual()
        .start(() -> {
          try {
            line.complete(reader.readLine());
          } catch (IOException failed) {
            line.completeExceptionally(failed);
          }
        });
    return line.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static EmbeddedPostgresException abandoned(
      @Nullable Process shell, String message, Exception cause) {
    if (shell != null) {
      shell.destroyForcibly();
    }
    return new EmbeddedPostgresException(message, cause);
  }

  private static String script() throws IOException {
    try (InputStream script = Watchdog.class.getResourceAsStream("guard.sh")) {
      if (script == null) {
        throw new IOException("guard.sh is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
