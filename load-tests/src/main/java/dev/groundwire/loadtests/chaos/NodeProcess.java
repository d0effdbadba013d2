package dev.groundwire.loadtests.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One place for a node, and the processes that fill it one after the other. */
final class NodeProcess implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration KILL = Duration.ofSeconds(10);
  private static final int LAST_WORDS = 10;

  private final Role role;
  private final Map<String, String> environment;
  private final Path log;
  private volatile Process process;

  private NodeProcess(Role role, Map<String, String> environment, Path log) throws IOException {
    this.role = role;
    this.environment = environment;
    this.log = log;
    this.process = launch();
  }

  /** Returns at once; {@link #awaitReady} waits. */
  static NodeProcess start(Role role, Map<String, String> environment, Path log)
      throws IOException {
    return new NodeProcess(role, environment, log);
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ChaosNode.class.getName(),
                role.name())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  Role role() {
    return role;
  }

  /** Until the process says its one word. */
  void awaitReady() {
    Process starting = process;
    BufferedReader words = starting.inputReader(StandardCharsets.UTF_8);
    try {
      String word = words.readLine();
      if (!ChaosNode.READY.equals(word) && starting.isAlive()) {
        throw new IllegalStateException("a node said " + word + "; see " + log);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** {@code kill -9}, then another process. */
  synchronized void killAndReplace() {
    kill();
    launchAgain();
  }

  /** {@code SIGTERM}, {@code kill -9} when that has not helped, then another process. */
  synchronized void restart() {
    process.destroy();
    if (!hasEnded(STOP)) {
      kill();
    }
    launchAgain();
  }

  private void kill() {
    process.destroyForcibly();
    if (!hasEnded(KILL)) {
      throw new IllegalStateException("a node did not end within " + KILL + "; see " + log);
    }
  }

  private boolean hasEnded(Duration patience) {
    try {
      return process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  private void launchAgain() {
    try {
      process = launch();
    } catch (IOException unstartable) {
      throw new UncheckedIOException(unstartable);
    }
  }

  /** The pid of a process that is frozen until {@link #resume}. */
  long freeze() {
    long pid = process.pid();
    signal("-STOP", pid);
    return pid;
  }

  /** Does nothing when that process has been replaced meanwhile. */
  void resume(long pid) {
    if (process.pid() == pid) {
      signal("-CONT", pid);
    }
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder(List.of("kill", name, Long.toString(pid)))
          .start()
          .waitFor(10, TimeUnit.SECONDS);
    } catch (IOException noKill) {
      throw new UncheckedIOException(noKill);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  /** The end of its log, without what was planted. */
  List<String> lastWords() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.filter(line -> !line.contains("planted.")).toList();
      return all.subList(Math.max(0, all.size() - LAST_WORDS), all.size());
    }
  }

  @Override
  public synchronized void close() {
    process.destroyForcibly();
  }
}
