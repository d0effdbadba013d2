package dev.groundwire.testing.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that cannot outlive this JVM, however that ends: a shell stands between them, which
 * kills the program when its own standard input is closed, and which ends with the program.
 */
public final class GuardedProcess {
  private static final String GUARD =
      """
      log=$1; shift
      exec 3<&0
      "$@" >>"$log" 2>&1 </dev/null 3<&- &
      program=$!
      echo $program
      (read -r end <&3; kill -9 $program 2>/dev/null) &
      watch=$!
      wait $program
      kill $watch 2>/dev/null
      """;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process guard;
  private final long pid;

  private GuardedProcess(Process guard, long pid) {
    this.guard = guard;
    this.pid = pid;
  }

  public static GuardedProcess start(Path log, String... command) throws IOException {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "guard", log.toString()));
    guarded.addAll(List.of(command));
    Process guard =
        new ProcessBuilder(guarded).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String pid = guard.inputReader(StandardCharsets.UTF_8).readLine();
    if (pid == null) {
      throw new IOException("no shell to run " + command[0]);
    }
    return new GuardedProcess(guard, Long.parseLong(pid));
  }

  public long pid() {
    return pid;
  }

  public boolean isAlive() {
    return guard.isAlive();
  }

  /** Asks first, then insists. */
  public void stop() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    if (!ended()) {
      kill();
    }
  }

  public void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    if (!ended()) {
      throw new IllegalStateException("process " + pid + " cannot be killed");
    }
  }

  private boolean ended() {
    try {
      return guard.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }
}
