package dev.groundwire.loadtests.streams;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Open files of a process, which its children may have as many of. */
final class Descriptors {
  private static final int OWN = 500;

  private Descriptors() {}

  /**
   * @param perStream connections of the process that has the most of them
   */
  static void require(int streams, int perStream) {
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    long needed = (long) streams * perStream + OWN;
    if (system.getMaxFileDescriptorCount() < needed) {
      throw new IllegalStateException(
          "%d streams need %d open files and a process may have %d; raise it with ulimit -n, or take fewer"
              .formatted(streams, needed, system.getMaxFileDescriptorCount()));
    }
  }
}
