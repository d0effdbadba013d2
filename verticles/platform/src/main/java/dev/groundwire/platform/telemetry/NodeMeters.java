package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What only who starts a node knows of it: its name, its folder, the files it was given. */
public final class NodeMeters {
  private final Vertx vertx;
  private final MeterRegistry meters;

  private NodeMeters(Vertx vertx) {
    this.vertx = vertx;
    this.meters = Telemetry.of(vertx).meters();
  }

  /**
   * Begins to measure; ends with that Vert.x.
   *
   * @param certificates PEM files by the name they are told under
   */
  public static void register(
      Vertx vertx,
      String version,
      String profile,
      Path dataFolder,
      Map<String, Path> certificates) {
    NodeMeters node = new NodeMeters(vertx);
    Gauge.builder("groundwire.node.info", () -> 1)
        .description("What runs here")
        .tags("version", version, "profile", profile)
        .strongReference(true)
        .register(node.meters);
    ProcessMemory memory = new ProcessMemory(Path.of("/proc"));
    node.measure(
        "process.tree.resident.memory",
        "Memory that this process and its children hold",
        () -> memory.together(ProcessMemory.tree()));
    node.measure(
        "data.folder.free",
        "Bytes left on the disk under DATA_DIR",
        () -> disk(dataFolder, FileStore::getUsableSpace));
    node.measure(
        "data.folder.total",
        "Bytes of the disk under DATA_DIR",
        () -> disk(dataFolder, FileStore::getTotalSpace));
    CertificateExpiry expiry = new CertificateExpiry(Clock.systemUTC());
    certificates.forEach((name, file) -> node.expires(name, () -> expiry.seconds(file)));
  }

  private void measure(String name, String description, DoubleSupplier bytes) {
    Measurement measurement = new Measurement(vertx, name);
    begin(measurement, measurement.figure(name + ".bytes", description), bytes);
  }

  private void expires(String certificate, DoubleSupplier seconds) {
    Measurement measurement = new Measurement(vertx, "certificate " + certificate);
    begin(
        measurement,
        measurement.figure(
            "certificate.expiry.seconds",
            "Time left of a configured certificate",
            "certificate",
            certificate),
        seconds);
  }

  /** Files and processes are looked at on a virtual thread: it takes a moment. */
  private void begin(Measurement measurement, Measurement.Figure figure, DoubleSupplier value) {
    ((VertxInternal) vertx)
        .createVirtualThreadContext()
        .runOnContext(ignored -> {
          Measurement _ = measurement.begin(() -> figure.set(value.getAsDouble()));
        });
  }

  private interface Space {
    long of(FileStore disk) throws IOException;
  }

  private static double disk(Path folder, Space space) {
    try {
      return space.of(Files.getFileStore(folder));
    } catch (IOException unknown) {
      throw new UncheckedIOException(unknown);
    }
  }
}
