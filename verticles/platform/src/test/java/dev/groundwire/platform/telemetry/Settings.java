package dev.groundwire.platform.telemetry;

import java.time.Duration;

/** How a test has its telemetry. */
final class Settings {
  private Settings() {}

  /** Nothing is exported. */
  static TelemetryConfig quiet() {
    return exporting("http://127.0.0.1:1", false, Duration.ofMinutes(1));
  }

  static TelemetryConfig exporting(String endpoint, boolean metrics, Duration every) {
    return new TelemetryConfig(
        false,
        TelemetryConfig.Exporter.OTLP,
        endpoint,
        "x-key=secret",
        1,
        "groundwire-test",
        false,
        1_024,
        Duration.ofSeconds(2),
        true,
        metrics,
        every,
        Duration.ofSeconds(1));
  }
}
