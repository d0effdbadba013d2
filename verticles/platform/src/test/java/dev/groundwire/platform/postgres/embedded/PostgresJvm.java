package dev.groundwire.platform.postgres.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another JVM that runs an embedded server, to be killed. */
final class PostgresJvm implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 60;

  private final Process process;
  private final BufferedReader output;

  private PostgresJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static PostgresJvm launch(Path data, Path binaries) throws IOException {
    return launch(List.of(), System.getProperty("java.class.path"), data, binaries);
  }

  static PostgresJvm launch(List<String> prefix, String classPath, Path data, Path binaries)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.add(EmbeddedPostgresProgram.class.getName());
    command.addAll(List.of(data.toString(), binaries.toString()));
    return new PostgresJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** The server's process id, once it is up. */
  long awaitUp() throws Exception {
    String portAndPid = awaitLine("UP ");
    return Long.parseLong(portAndPid.substring(portAndPid.indexOf(' ') + 1));
  }

  String awaitRefusal() throws Exception {
    return awaitLine("REFUSED ");
  }

  /** The shell that guards the server: the only child of this JVM by then. */
  ProcessHandle watchdog() {
    return process.children().findFirst().orElseThrow();
  }

  long pid() {
    return process.pid();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitExit();
  }

  int finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return awaitExit();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private int awaitExit() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the JVM did not end");
    }
    return process.exitValue();
  }

  /** What follows the prefix; log lines before it are kept for the failure's message. */
  private String awaitLine(String prefix) throws Exception {
    CompletableFuture<String> found = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> scan(prefix, found));
    return Objects.requireNonNull(found.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
  }

  private void scan(String prefix, CompletableFuture<String> found) {
    StringBuilder seen = new StringBuilder();
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(prefix)) {
          found.complete(line.substring(prefix.length()));
          return;
        }
        seen.append(line).append('\n');
      }
      found.completeExceptionally(new IllegalStateException("no " + prefix + " in:\n" + seen));
    } catch (IOException failed) {
      found.completeExceptionally(failed);
    }
  }
}
