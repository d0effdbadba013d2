package dev.groundwire.launcher.cluster;

import dev.groundwire.platform.telemetry.RoomGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.LongSupplier;

/** What this node tells of the cluster as it sees it. Set on the room's context. */
final class ClusterMeters implements AutoCloseable {
  private static final double NANOS_A_SECOND = 1e9;

  private final LongSupplier nanos;
  private final RoomGauges gauges;
  private final Counter renewed;
  private volatile int members = 1;
  private volatile int deaf;
  private volatile int answering;
  private volatile long foundAt;

  /**
   * @param nanos a time that nobody sets
   */
  ClusterMeters(MeterRegistry meters, LongSupplier nanos) {
    this.nanos = nanos;
    this.foundAt = nanos.getAsLong();
    this.gauges = new RoomGauges(meters);
    gauges.add(
        "groundwire.cluster.members",
        "Nodes of the cluster by membership, as this one sees it",
        Tags.empty(),
        () -> members);
    gauges.add(
        "groundwire.cluster.answering.members",
        "Members that answered their last probe on the bus",
        Tags.empty(),
        () -> answering);
    gauges.add(
        "groundwire.cluster.deaf.members",
        "Members that do not answer on the bus, probe after probe",
        Tags.empty(),
        () -> deaf);
    gauges.add(
        "groundwire.cluster.probe.age.seconds",
        "Since this node was last found by its own address",
        Tags.empty(),
        () -> (nanos.getAsLong() - foundAt) / NANOS_A_SECOND);
    this.renewed =
        Counter.builder("groundwire.cluster.registrations.renewed")
            .description("Times this node was not found by its own address and registered anew")
            .register(meters);
  }

  void saw(int present, int answered, int unheard) {
    members = present;
    answering = answered;
    deaf = unheard;
  }

  /** By its own address. */
  void found() {
    foundAt = nanos.getAsLong();
  }

  void registeredAnew() {
    renewed.increment();
  }

  @Override
  public void close() {
    gauges.close();
  }
}
