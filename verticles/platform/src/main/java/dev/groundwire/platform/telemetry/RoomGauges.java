package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gauges of one deployment of a room. They leave with it: a stopped room tells nothing, and the
 * next deployment of it tells of itself.
 */
public final class RoomGauges implements AutoCloseable {
  private final MeterRegistry meters;
  private final List<Gauge> gauges = new ArrayList<>();

  public RoomGauges(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * @param value read from any thread
   */
  public void add(String name, String description, Tags tags, Supplier<Number> value) {
    gauges.add(Gauge.builder(name, value).description(description).tags(tags).register(meters));
  }

  @Override
  public void close() {
    gauges.forEach(meters::remove);
    gauges.clear();
  }
}
