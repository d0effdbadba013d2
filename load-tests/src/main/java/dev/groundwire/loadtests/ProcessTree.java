package dev.groundwire.loadtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A process and everything that works for it: its descendants, and those that have left the family
 * but live in its data folder, as a PostgreSQL does.
 */
record ProcessTree(ProcessHandle root, Path dataFolder) {
  /**
   * @param resident all resident pages of each process, so that shared ones count several times
   * @param proportional shared pages divided among those that share them
   */
  record Memory(double resident, double proportional, int processes) {
    static final Memory NONE = new Memory(0, 0, 0);

    Memory plus(Memory other) {
      return new Memory(
          resident + other.resident,
          proportional + other.proportional,
          processes + other.processes);
    }

    Memory highest(Memory other) {
      return new Memory(
          Math.max(resident, other.resident),
          Math.max(proportional, other.proportional),
          Math.max(processes, other.processes));
    }
  }

  /** In megabytes. */
  Memory memory() {
    return members().stream().map(ProcessTree::memory).reduce(Memory.NONE, Memory::plus);
  }

  /** The processor time of all that live now. */
  Duration processorTime() {
    return total(members().stream().flatMap(pid -> ProcessHandle.of(pid).stream()));
  }

  /** Of those alone that live in a data folder. */
  static Duration processorTimeIn(Path dataFolder) {
    return total(
        ProcessHandle.allProcesses().filter(process -> livesIn(process.pid(), dataFolder)));
  }

  private static Duration total(Stream<ProcessHandle> processes) {
    return processes
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Set<Long> members() {
    Set<Long> pids = new HashSet<>();
    pids.add(root.pid());
    root.descendants().forEach(process -> pids.add(process.pid()));
    ProcessHandle.allProcesses()
        .filter(process -> livesIn(process.pid(), dataFolder))
        .forEach(process -> pids.add(process.pid()));
    return pids;
  }

  private static boolean livesIn(long pid, Path folder) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")).startsWith(folder);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  private static Memory memory(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      List<String> facts = lines.toList();
      return new Memory(megabytes(facts, "Rss:"), megabytes(facts, "Pss:"), 1);
    } catch (IOException gone) {
      return Memory.NONE;
    }
  }

  private static double megabytes(List<String> facts, String name) {
    return facts.stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1000)
        .sum();
  }
}
