package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends all metrics to the receiver of the spans, every so often. */
final class MetricsExport implements OtlpMetricsSender {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsExport.class);

  private final OtlpMetricsSender sender;
  private final MeterRegistry meters;
  private boolean away;

  private MetricsExport(OtlpMetricsSender sender, MeterRegistry meters) {
    this.sender = sender;
    this.meters = meters;
  }

  /**
   * A registry that exports.
   *
   * @param resource what tells this node from others
   * @param meters where failures are counted
   */
  static OtlpMeterRegistry open(
      TelemetryConfig config, Map<String, String> resource, MeterRegistry meters) {
    OtlpMetricsSender http =
        new OtlpHttpMetricsSender(
            new HttpUrlConnectionSender(config.exportTimeout(), config.exportTimeout()));
    return OtlpMeterRegistry.builder(new Settings(config, resource))
        .clock(Clock.SYSTEM)
        .metricsSender(new MetricsExport(http, meters))
        .build();
  }

  /** Looked for when it is needed: a registry that has meters takes no other one without a word. */
  static Counter errors(MeterRegistry meters) {
    return ExternalErrors.counter(meters, "collector", "metrics");
  }

  /**
   * A receiver that is away is told once, not every time. What it missed is in the next export:
   * counters only grow.
   */
  @Override
  public void send(Request request) {
    try {
      sender.send(request);
      if (away) {
        away = false;
        LOG.atInfo().log("metrics are exported again");
      }
    } catch (Exception failure) { // declared so by the library
      errors(meters).increment();
      if (!away) {
        away = true;
        LOG.atWarn()
            .addKeyValue("cause", failure.toString())
            .log("metrics are not exported: check OTEL_EXPORTER_OTLP_ENDPOINT and its receiver");
      }
    }
  }

  /** Nothing of it comes from the system's properties or the environment behind our back. */
  private record Settings(TelemetryConfig config, Map<String, String> resource)
      implements OtlpConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public String url() {
      return config.endpoint().replaceAll("/+$", "") + "/v1/metrics";
    }

    @Override
    public Map<String, String> headers() {
      return config.headersByName();
    }

    @Override
    public Map<String, String> resourceAttributes() {
      return resource;
    }

    @Override
    public Duration step() {
      return config.metricsInterval();
    }
  }
}
