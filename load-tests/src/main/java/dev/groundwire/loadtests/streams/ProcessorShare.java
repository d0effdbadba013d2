package dev.groundwire.loadtests.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A control group that keeps one process to a share of a processor, so that a machine with few of
 * them can stand for several machines. Linux, and mostly root: {@link #isPossible} tells.
 */
final class ProcessorShare implements AutoCloseable {
  private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/cpu");
  private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

  /** Short, since a process that has used up its share stands still until the period is over. */
  private static final int PERIOD_MICROS = 10_000;

  private final Path parent;
  private final Path group;
  private final long pid;

  private ProcessorShare(Path parent, Path group, long pid) {
    this.parent = parent;
    this.group = group;
    this.pid = pid;
  }

  /** Whether this process may hold others back. */
  static boolean isPossible() {
    return Files.isWritable(parent().resolve("cgroup.procs"))
        && (isVersion1() || Files.isRegularFile(VERSION_2.resolve("cgroup.controllers")));
  }

  /**
   * @param percent of one processor
   */
  static ProcessorShare hold(long pid, int percent) throws IOException {
    Path group = Files.createDirectories(parent().resolve("groundwire-benchmark-" + pid));
    ProcessorShare share = new ProcessorShare(parent(), group, pid);
    int quota = PERIOD_MICROS * percent / 100;
    if (isVersion1()) {
      write(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
      write(group.resolve("cpu.cfs_quota_us"), Integer.toString(quota));
    } else {
      write(VERSION_2.resolve("cgroup.subtree_control"), "+cpu");
      write(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
    }
    write(group.resolve("cgroup.procs"), Long.toString(pid));
    return share;
  }

  private static boolean isVersion1() {
    return Files.isDirectory(VERSION_1);
  }

  private static Path parent() {
    return isVersion1() ? VERSION_1 : VERSION_2;
  }

  private static void write(Path file, String value) throws IOException {
    Files.writeString(file, value);
  }

  /** The process may use all again. */
  @Override
  public void close() throws IOException {
    write(parent.resolve("cgroup.procs"), Long.toString(pid));
    Files.delete(group);
  }
}
