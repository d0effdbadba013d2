package dev.groundwire.platform.telemetry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Exemplars only where OpenMetrics has a place for them, at counters and buckets: Prometheus
 * refuses a whole page that has one elsewhere, and Micrometer's default puts them everywhere.
 */
final class ScrapeSettings implements PrometheusConfig {
  @Override
  public @Nullable String get(String key) {
    return null;
  }

  @Override
  public Properties prometheusProperties() {
    return new Properties();
  }
}
