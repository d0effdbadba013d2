package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.logging.LoggingSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How spans leave: in batches, from a thread of their own, and never in anybody's way. */
final class SpanExport {
  /** It would write each failure to standard error; {@link CountedExport} tells of it instead. */
  private static final Logger OF_THE_LIBRARY = Logger.getLogger("io.opentelemetry.exporter");

  private SpanExport() {}

  static OpenTelemetrySdk open(
      TelemetryConfig config, Map<String, String> resource, MeterRegistry meters) {
    if (config.exporter() == TelemetryConfig.Exporter.OTLP) {
      OF_THE_LIBRARY.setLevel(Level.OFF); // the console's exporter writes by a child of it
    }
    BatchSpanProcessor batches =
        BatchSpanProcessor.builder(new CountedExport(exporter(config), target(config), meters))
            .setMaxQueueSize(config.queue())
            .setExporterTimeout(config.exportTimeout())
            .build();
    SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(attributes(resource)))
            .setSampler(
                new WorthTracing(
                    Sampler.parentBased(Sampler.traceIdRatioBased(config.sampleRate()))))
            .addSpanProcessor(new SpanDress(meters))
            .addSpanProcessor(batches)
            .build();
    return sdk(tracers);
  }

  /** As in the product, but told to {@code seen} at once. */
  static OpenTelemetrySdk to(SpanProcessor seen, MeterRegistry meters) {
    return sdk(
        SdkTracerProvider.builder()
            .addSpanProcessor(new SpanDress(meters))
            .addSpanProcessor(seen)
            .build());
  }

  private static OpenTelemetrySdk sdk(SdkTracerProvider tracers) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(tracers)
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }

  private static Resource attributes(Map<String, String> resource) {
    AttributesBuilder attributes = Attributes.builder();
    resource.forEach(attributes::put);
    return Resource.create(attributes.build());
  }

  private static SpanExporter exporter(TelemetryConfig config) {
    return switch (config.exporter()) {
      case CONSOLE -> LoggingSpanExporter.create();
      case OTLP -> {
        OtlpHttpSpanExporterBuilder builder =
            OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().replaceAll("/+$", "") + "/v1/traces")
                .setTimeout(config.exportTimeout())
                .setConnectTimeout(config.exportTimeout());
        config.headersByName().forEach(builder::addHeader);
        yield builder.build();
      }
    };
  }

  /** As it may be told: without what an address may hold besides. */
  private static String target(TelemetryConfig config) {
    return config.exporter().name().toLowerCase(Locale.ROOT);
  }
}
