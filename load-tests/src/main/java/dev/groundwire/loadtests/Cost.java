package dev.groundwire.loadtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one process has used so far.
 *
 * @param cpuNanos user and system time of all its threads, in steps of 10 ms
 * @param residentBytes now
 */
public record Cost(long cpuNanos, long residentBytes) {
  private static final long NANOS_PER_TICK = 10_000_000; // the kernel's USER_HZ, always 100
  private static final int USER = 11; // of the fields after the name
  private static final int SYSTEM = 12;

  public static Cost of(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      String stat = Files.readString(folder.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
      return new Cost(NANOS_PER_TICK * ticks, resident(folder));
    } catch (IOException gone) {
      throw new UncheckedIOException("process " + pid + " has ended", gone);
    }
  }

  private static long resident(Path folder) throws IOException {
    for (String line : Files.readAllLines(folder.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D+", ""));
      }
    }
    throw new IOException(folder + " tells no VmRSS");
  }

  public double cpuMicrosSince(Cost before) {
    return (cpuNanos - before.cpuNanos) / 1e3;
  }

  public double kilobytesSince(Cost before) {
    return (residentBytes - before.residentBytes) / 1e3;
  }
}
