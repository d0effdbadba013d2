package dev.groundwire.platform.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * All metrics of a node, as Prometheus reads them.
 *
 * @param contentType OpenMetrics, which alone has exemplars, where the reader knows it
 */
public record MetricsPage(String contentType, String body) {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  static MetricsPage of(PrometheusMeterRegistry meters, String accept) {
    String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    return new MetricsPage(type, meters.scrape(type));
  }
}
