package dev.groundwire.launcher.product;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes that still work on a data directory. A zombie works on nothing: it has neither
 * arguments nor a directory.
 */
final class Orphans {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Orphans() {}

  static void assertNone(Path dataDir) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<ProcessHandle> left = of(dataDir);
    while (!left.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("left behind: " + left.stream().map(Orphans::describe).toList());
      }
      awaitEnd(left.getFirst());
      left = of(dataDir);
    }
  }

  private static void awaitEnd(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(1, TimeUnit.SECONDS);
    } catch (TimeoutException alive) {
      return; // the caller looks again, and gives up at its deadline
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static List<ProcessHandle> of(Path dataDir) {
    String folder = dataDir.toAbsolutePath().toString();
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> describe(process).contains(folder))
        .toList();
  }

  private static String describe(ProcessHandle process) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    if (!Files.isDirectory(proc)) {
      return process.pid() + " " + process.info().commandLine().orElse("");
    }
    try {
      String arguments =
          Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1).replace('\0', ' ');
      return process.pid() + " " + arguments + " in " + Files.readSymbolicLink(proc.resolve("cwd"));
    } catch (IOException gone) {
      return "";
    }
  }
}
