package dev.groundwire.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScrapeSettingsTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void givesExamplesOnlyToCountersAndBuckets() {
    PrometheusMeterRegistry meters =
        new PrometheusMeterRegistry(
            new ScrapeSettings(), new PrometheusRegistry(), Clock.SYSTEM, new Sampled());
    Duration second = Duration.ofSeconds(1);
    Counter.builder("counted").register(meters).increment();
    Timer.builder("plain").register(meters).record(second);
    Timer.builder("bucketed").serviceLevelObjectives(second).register(meters).record(second);

    assertThat(MetricsPage.of(meters, "application/openmetrics-text").body().lines())
        .filteredOn(line -> line.contains(TRACE))
        .isNotEmpty()
        .allMatch(line -> line.matches("(counted_total|bucketed_seconds_bucket).*"));
    meters.close();
  }

  private static final class Sampled implements SpanContext {
    @Override
    public String getCurrentTraceId() {
      return TRACE;
    }

    @Override
    public String getCurrentSpanId() {
      return "b7ad6b7169203331";
    }

    @Override
    public boolean isCurrentSpanSampled() {
      return true;
    }

    @Override
    public void markCurrentSpanAsExemplar() {
      // nothing to mark
    }
  }
}
