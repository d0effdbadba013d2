package dev.groundwire.loadtests;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one piece of work took.
 *
 * @param wall seconds
 * @param processor seconds of this process, which a busy neighbour does not stretch
 */
record Timed(double wall, double processor) {
  /** Work that may fail. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  static Timed run(Work work) throws Exception {
    double processor = processorSeconds();
    long begun = System.nanoTime();
    work.run();
    return new Timed((System.nanoTime() - begun) / 1e9, processorSeconds() - processor);
  }

  private static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
