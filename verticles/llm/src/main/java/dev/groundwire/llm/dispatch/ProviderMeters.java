package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.telemetry.RoomGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the room tells of its providers: made with it, and gone with it. */
final class ProviderMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final RoomGauges gauges;
  private final Map<FailureCode, Counter> refusals = new EnumMap<>(FailureCode.class);

  ProviderMeters(MeterRegistry registry) {
    this.registry = registry;
    this.gauges = new RoomGauges(registry);
    for (FailureCode code : FailureCode.values()) {
      refusals.put(
          code,
          Counter.builder("provider.refused")
              .description("Calls refused before any attempt")
              .tag("reason", code.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  LaneMeters of(String provider) {
    return new LaneMeters(provider, registry, gauges);
  }

  TargetMeters of(String provider, String model) {
    return new TargetMeters(provider, model, registry, gauges);
  }

  void refused(FailureCode why) {
    Objects.requireNonNull(refusals.get(why)).increment();
  }

  @Override
  public void close() {
    gauges.close();
  }
}
