package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.nio.file.Path;

/**
 * What the JVM, the operating system and the log tell of this process. Nodes that share a process,
 * as in tests, each tell all of it.
 */
final class MachineMeters implements AutoCloseable {
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final LogbackMetrics log = new LogbackMetrics();

  private MachineMeters(MeterRegistry meters) {
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ClassLoaderMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    collections.bindTo(meters);
    log.bindTo(meters);
    memory(meters);
  }

  static MachineMeters open(MeterRegistry meters) {
    return new MachineMeters(meters);
  }

  private static void memory(MeterRegistry meters) {
    ProcessMemory memory = new ProcessMemory(Path.of("/proc"));
    long self = ProcessHandle.current().pid();
    Gauge.builder("process.resident.memory", memory, known -> known.resident(self))
        .description("Memory that this process holds, that of native code included")
        .baseUnit("bytes")
        .strongReference(true)
        .register(meters);
    Gauge.builder("process.memory.limit", ProcessMemory::limit)
        .description("Memory it may have with all its children: of its container or the machine")
        .baseUnit("bytes")
        .strongReference(true)
        .register(meters);
  }

  /** Takes its ears off the collector and the log, which outlive a node. */
  @Override
  public void close() {
    collections.close();
    log.close();
  }
}
