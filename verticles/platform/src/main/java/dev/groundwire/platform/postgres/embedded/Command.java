package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs short programs with a deadline, free of the caller's PostgreSQL and language settings. */
final class Command {
  private Command() {}

  static List<String> join(List<String> prefix, String... command) {
    List<String> joined = new ArrayList<>(prefix);
    joined.addAll(List.of(command));
    return joined;
  }

  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    // PGDATA, PGPORT and their like would point the programs at somebody else's server
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  static CommandOutcome run(Duration deadline, List<String> command, String input) {
    Process process = null;
    try {
      process = builder(command).redirectErrorStream(true).start();
      Process started = process;
      CompletableFuture<String> output = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> readAll(started, output));
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String text = output.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      return new CommandOutcome(process.exitValue(), text);
    } catch (IOException | ExecutionException failed) {
      throw new EmbeddedPostgresException(command.getFirst() + " cannot be run: " + failed, failed);
    } catch (TimeoutException late) {
      throw new EmbeddedPostgresException(
          command.getFirst() + " did not end within " + deadline.toSeconds() + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException(
          "interrupted while running " + command.getFirst(), interrupted);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static void readAll(Process process, CompletableFuture<String> output) {
    try {
      output.complete(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failed) {
      output.completeExceptionally(failed);
    }
  }
}
