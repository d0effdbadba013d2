package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.shareddata.Shareable;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one node tells of itself. It belongs to its Vert.x as that one's tracer and metrics do, so
 * rooms find it there: {@link #of}.
 */
public final class Telemetry implements Shareable, AutoCloseable {
  private static final String PLACE = "groundwire.telemetry";
  private static final Telemetry SILENT = counting();

  private final @Nullable OpenTelemetrySdk sdk;
  private final @Nullable PrometheusMeterRegistry prometheus;
  private final MeterRegistry meters;
  private final Tracer tracer;
  private final boolean content;

  private Telemetry(
      OpenTelemetry tracing,
      @Nullable OpenTelemetrySdk sdk,
      @Nullable PrometheusMeterRegistry prometheus,
      MeterRegistry meters,
      boolean content) {
    this.sdk = sdk;
    this.prometheus = prometheus;
    this.meters = meters;
    this.tracer = tracing.getTracer("dev.groundwire");
    this.content = content;
  }

  private static Telemetry counting() {
    return new Telemetry(OpenTelemetry.noop(), null, null, new SimpleMeterRegistry(), false);
  }

  /** Of a node that begins. */
  public static Telemetry start(TelemetryConfig config, String version) {
    PrometheusMeterRegistry served = config.metrics() ? prometheus() : null;
    MeterRegistry meters = served == null ? new CompositeMeterRegistry() : served;
    if (!config.enabled()) {
      return new Telemetry(OpenTelemetry.noop(), null, served, meters, false);
    }
    OpenTelemetrySdk sdk = SpanExport.open(config, version, meters);
    return new Telemetry(sdk, sdk, served, meters, config.content());
  }

  private static PrometheusMeterRegistry prometheus() {
    return new PrometheusMeterRegistry(
        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());
  }

  /** A Vert.x that is observed. */
  public Vertx vertx(VertxOptions options) {
    VertxBuilder builder =
        Vertx.builder()
            .with(options.setMetricsOptions(VertxMeters.options()))
            .withMetrics(new VertxMeters.Factory(meters));
    if (sdk != null) {
      builder.withTracer(new OpenTelemetryTracingFactory(sdk));
    }
    return attachedTo(builder.build());
  }

  /** Makes it that Vert.x's own. */
  Vertx attachedTo(Vertx vertx) {
    vertx.sharedData().<String, Telemetry>getLocalMap(PLACE).put(PLACE, this);
    return vertx;
  }

  /** Of that node. Where none was begun, as in the test of a room, one that only counts. */
  public static Telemetry of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Telemetry>getLocalMap(PLACE)
        .computeIfAbsent(PLACE, ignored -> counting());
  }

  /** Of the node this code runs on; silent outside of any. */
  public static Telemetry current() {
    io.vertx.core.Context context = Vertx.currentContext();
    return context == null ? SILENT : of(context.owner());
  }

  /** Where counters, gauges and timers are registered; those of verticles/platform/METRICS.md. */
  public MeterRegistry meters() {
    return meters;
  }

  /** A span of work within this node that continues what the calling code does. */
  public static SpanBuilder span(String name) {
    return current().tracer.spanBuilder(name);
  }

  /** A span of that kind, in the trace of {@code parent}. */
  public static SpanBuilder span(String name, SpanKind kind, Context parent) {
    return span(name).setSpanKind(kind).setParent(parent);
  }

  /** Whether what people wrote may be put into spans. */
  public boolean isContentTold() {
    return content;
  }

  /** What Prometheus reads; empty where metrics are not served. */
  public Optional<MetricsPage> page(String accept) {
    return Optional.ofNullable(prometheus).map(served -> MetricsPage.of(served, accept));
  }

  /** Sends what has not been exported yet; bounded by the export's time limit. */
  @Override
  public void close() {
    if (sdk != null) {
      sdk.close();
    }
    meters.close();
  }
}
