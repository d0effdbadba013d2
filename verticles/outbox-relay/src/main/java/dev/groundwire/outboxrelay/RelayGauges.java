package dev.groundwire.outboxrelay;

import dev.groundwire.bus.outboxrelay.BackboneDescribed;
import dev.groundwire.platform.telemetry.Measurement;
import dev.groundwire.platform.telemetry.Telemetry;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Vertx;

/** How the facts are getting on, for those who do not ask. */
final class RelayGauges implements AutoCloseable {
  private final Vertx vertx;
  private final Measurement measurement;
  private final Gauge transportUp;

  private RelayGauges(Vertx vertx, Measurement measurement, Gauge transportUp) {
    this.vertx = vertx;
    this.measurement = measurement;
    this.transportUp = transportUp;
  }

  static RelayGauges open(Vertx vertx, BackboneDescription description, EventTransport transport) {
    Measurement measurement = new Measurement(vertx, "outbox");
    Measurement.Figure pending =
        measurement.figure("outbox.pending", "Facts not yet with the transport, at most 100,000");
    Measurement.Figure lag =
        measurement.figure("outbox.lag.seconds", "Age of the oldest fact not yet there");
    Gauge up =
        Gauge.builder("relay.transport.up", transport, RelayGauges::up)
            .description("1 while the transport takes facts")
            .strongReference(true)
            .register(Telemetry.of(vertx).meters());
    measurement.begin(() -> {
      BackboneDescribed now = description.now();
      pending.set(now.pending());
      lag.set(now.oldestPendingSeconds());
    });
    return new RelayGauges(vertx, measurement, up);
  }

  /** Asked while the metrics are read: it answers from memory. */
  private static double up(EventTransport transport) {
    return transport.trouble().isEmpty() ? 1 : 0;
  }

  @Override
  public void close() {
    measurement.close();
    Telemetry.of(vertx).meters().remove(transportUp);
  }
}
