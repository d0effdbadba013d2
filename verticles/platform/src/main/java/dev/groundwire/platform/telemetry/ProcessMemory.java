package dev.groundwire.platform.telemetry;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What processes hold in memory, as Linux tells it in a folder such as {@code /proc}; elsewhere it
 * is not known.
 */
record ProcessMemory(Path folder) {
  private static final long KIBI = 1024;

  /** Parts of a resident set, in bytes. */
  private record Resident(long all, long shared) {
    static final Resident NONE = new Resident(0, 0);
  }

  /** Of that process alone; NaN when it is not known. */
  double resident(long process) {
    long all = read(process).all();
    return all == 0 ? Double.NaN : all;
  }

  /**
   * Of several that belong together. What they share, the buffers of PostgreSQL above all, is
   * counted once, not once for each of them.
   */
  double together(LongStream processes) {
    List<Resident> each = processes.mapToObj(this::read).toList();
    long own = each.stream().mapToLong(part -> part.all() - part.shared()).sum();
    long shared = each.stream().mapToLong(Resident::shared).max().orElse(0);
    return own + shared == 0 ? Double.NaN : own + shared;
  }

  /** This process and all it has started, also by others. */
  static LongStream tree() {
    ProcessHandle self = ProcessHandle.current();
    return LongStream.concat(
        LongStream.of(self.pid()), self.descendants().mapToLong(ProcessHandle::pid));
  }

  /** Of the container or the unit that bounds it, else of the machine. */
  static double limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Double.NaN;
  }

  private Resident read(long process) {
    Path status = folder.resolve(Long.toString(process)).resolve("status");
    try (Stream<String> lines = Files.lines(status)) {
      List<String> resident = lines.filter(line -> isOfMemory(line)).toList();
      return new Resident(bytes(resident, "VmRSS:"), bytes(resident, "RssShmem:"));
    } catch (IOException | RuntimeException gone) {
      return Resident.NONE; // it has ended meanwhile, or this is not Linux
    }
  }

  private static boolean isOfMemory(String line) {
    return line.startsWith("VmRSS:") || line.startsWith("RssShmem:");
  }

  /** A line is a name, a number and the unit kB, which means KiB. */
  private static long bytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBI)
        .findFirst()
        .orElse(0);
  }
}
