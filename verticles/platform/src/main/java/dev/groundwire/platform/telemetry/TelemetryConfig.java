package dev.groundwire.platform.telemetry;

import dev.groundwire.platform.config.Env;
import dev.groundwire.platform.config.Require;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is told to whom.
 *
 * @param enabled whether spans are made and exported
 * @param exporter where spans go
 * @param endpoint of an OTLP/HTTP receiver; {@code /v1/traces} is added to it
 * @param headers {@code name=value,name=value} sent to the receiver: may hold its key
 * @param sampleRate share of the traces begun here that are exported; a caller's choice is kept
 * @param serviceName under which all of it is told
 * @param content whether questions, prompts and answers are written into spans
 * @param queue spans that wait for their export; more are dropped and counted
 * @param exportTimeout of one export
 * @param metrics whether anything is counted: off only to measure what it costs
 * @param metricsEnabled whether metrics are sent to the receiver too; Prometheus is served anyway
 * @param metricsInterval between two such exports
 * @param measureInterval between two looks of a room at what its database holds
 */
public record TelemetryConfig(
    @Env("OTEL_ENABLED") boolean enabled,
    @Env("OTEL_TRACES_EXPORTER") Exporter exporter,
    @Env("OTEL_EXPORTER_OTLP_ENDPOINT") String endpoint,
    @Env("OTEL_EXPORTER_OTLP_HEADERS") @Nullable String headers,
    @Env("OTEL_SAMPLE_RATE") double sampleRate,
    @Env("OTEL_SERVICE_NAME") String serviceName,
    @Env("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT") boolean content,
    int queue,
    Duration exportTimeout,
    @Env("METRICS_ENABLED") boolean metrics,
    @Env("OTEL_METRICS_ENABLED") boolean metricsEnabled,
    Duration metricsInterval,
    @Env("METRICS_MEASURE_INTERVAL") Duration measureInterval) {

  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s?#]*)?");

  /** Console is for development. */
  public enum Exporter {
    OTLP,
    CONSOLE
  }

  public TelemetryConfig {
    Require.within("telemetry.sample_rate", sampleRate, 0, 1);
    Require.within("telemetry.queue", queue, 16, 1 << 20);
    Require.positive("telemetry.export_timeout", exportTimeout);
    Require.positive("telemetry.metrics_interval", metricsInterval);
    Require.that(
        ADDRESS.matcher(endpoint).matches(),
        "telemetry.endpoint",
        "http://host:4318 or https://host:port",
        endpoint);
    Require.atLeast("telemetry.measure_interval", measureInterval, Duration.ofSeconds(1));
    pairs(headers);
  }

  /** The headers by their names. */
  Map<String, String> headersByName() {
    return pairs(headers);
  }

  private static Map<String, String> pairs(@Nullable String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (text == null || text.isBlank()) {
      return pairs;
    }
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "telemetry.headers is not name=value,name=value (its value is not shown, it may hold a"
                + " key)");
      }
      pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return pairs;
  }

  @Override
  public String toString() {
    return "TelemetryConfig[enabled=" + enabled + ", endpoint=" + endpoint + "]";
  }
}
