package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How calls to others that failed are counted, whoever makes them. */
public final class ExternalErrors {
  private ExternalErrors() {}

  /** Of that operation of that service; both are a few fixed words. */
  public static Counter counter(MeterRegistry meters, String service, String operation) {
    return Counter.builder("external.request.errors")
        .description("Calls to others that failed")
        .tags("service", service, "operation", operation)
        .register(meters);
  }
}
