package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.shareddata.Shareable;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one node tells of itself. It belongs to its Vert.x as that one's tracer and metrics do, so
 * rooms find it there: {@link #of}.
 */
public final class Telemetry implements Shareable, AutoCloseable {
  private static final String PLACE = "groundwire.telemetry";
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(3);
  private static final Duration MEASURED_EVERY = Duration.ofSeconds(15);
  private static final Telemetry SILENT = silent();

  private final @Nullable OpenTelemetrySdk sdk;
  private final @Nullable PrometheusMeterRegistry prometheus;
  private final @Nullable MachineMeters machine;
  private final MeterRegistry meters;
  private final Tracer tracer;
  private final boolean content;
  private final Duration measureInterval;

  /** Of a node that begins. */
  private Telemetry(TelemetryConfig config, String version) {
    Map<String, String> resource =
        Map.of(
            "service.name", config.serviceName(),
            "service.version", version,
            "service.instance.id", UUID.randomUUID().toString());
    this.prometheus = config.metrics() ? prometheus() : null;
    this.meters = prometheus == null ? nothing() : told(config, resource, prometheus);
    this.machine = MachineMeters.open(meters);
    this.sdk = config.enabled() ? SpanExport.open(config, resource, meters) : null;
    this.tracer = tracer(sdk == null ? OpenTelemetry.noop() : sdk);
    this.content = config.enabled() && config.content();
    this.measureInterval = config.measureInterval();
  }

  /** Of no node: what is counted is in memory, and nothing is exported. */
  private Telemetry(
      @Nullable OpenTelemetrySdk sdk, MeterRegistry meters, boolean content, Duration every) {
    this.sdk = sdk;
    this.prometheus = null;
    this.machine = null;
    this.meters = meters;
    this.tracer = tracer(sdk == null ? OpenTelemetry.noop() : sdk);
    this.content = content;
    this.measureInterval = every;
  }

  private static Tracer tracer(OpenTelemetry tracing) {
    return tracing.getTracer("dev.groundwire");
  }

  private static PrometheusMeterRegistry prometheus() {
    return new PrometheusMeterRegistry(
        new ScrapeSettings(), new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());
  }

  /** Counts nothing, and costs next to nothing. */
  private static MeterRegistry nothing() {
    return new CompositeMeterRegistry(Clock.SYSTEM);
  }

  private static MeterRegistry told(
      TelemetryConfig config, Map<String, String> resource, MeterRegistry served) {
    return config.metricsEnabled() ? exported(config, resource, served) : bounded(served);
  }

  private static MeterRegistry bounded(MeterRegistry meters) {
    meters.config().meterFilter(new BoundedLabels());
    return meters;
  }

  /** One registry for what all others are told: only then, as it costs a little each time. */
  private static MeterRegistry exported(
      TelemetryConfig config, Map<String, String> resource, MeterRegistry served) {
    CompositeMeterRegistry both = new CompositeMeterRegistry(Clock.SYSTEM);
    bounded(both);
    both.add(served).add(MetricsExport.open(config, resource, both));
    MetricsExport.errors(both).increment(0); // told also before there are any
    return both;
  }

  /** Of a node that begins. */
  public static Telemetry start(TelemetryConfig config, String version) {
    return new Telemetry(config, version);
  }

  private static Telemetry silent() {
    return new Telemetry(null, bounded(new SimpleMeterRegistry()), false, MEASURED_EVERY);
  }

  /**
   * For tests of rooms, see {@link #attachedTo}: nothing leaves.
   *
   * @param seen is told of every span as it begins and ends
   * @param content whether what people wrote is put into spans
   * @param measureInterval as {@link #measureInterval()}
   */
  public static Telemetry observing(SpanProcessor seen, boolean content, Duration measureInterval) {
    MeterRegistry meters = bounded(new SimpleMeterRegistry());
    return new Telemetry(SpanExport.to(seen, meters), meters, content, measureInterval);
  }

  /** A Vert.x that is observed. */
  public Vertx vertx(VertxOptions options) {
    return watched(observed(options).build(), options);
  }

  /** The same as a member of a cluster, once it has joined. */
  public Future<Vertx> clustered(VertxOptions options, ClusterManager membership) {
    return observed(options)
        .withClusterManager(membership)
        .buildClustered()
        .map(joined -> watched(joined, options));
  }

  private VertxBuilder observed(VertxOptions options) {
    VertxBuilder builder =
        Vertx.builder()
            .with(options.setMetricsOptions(VertxMeters.options()))
            .withMetrics(new VertxMeters.Factory(meters));
    return sdk == null ? builder : builder.withTracer(new OpenTelemetryTracingFactory(sdk));
  }

  private Vertx watched(Vertx vertx, VertxOptions options) {
    EventLoopDelay.watch(attachedTo(vertx), options.getEventLoopPoolSize(), meters);
    return vertx;
  }

  /** Makes it that Vert.x's own; before any room looks for it. */
  public Vertx attachedTo(Vertx vertx) {
    vertx.sharedData().<String, Telemetry>getLocalMap(PLACE).put(PLACE, this);
    return vertx;
  }

  /** Of that node. Where none was begun, as in the test of a room, one that only counts. */
  public static Telemetry of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Telemetry>getLocalMap(PLACE)
        .computeIfAbsent(PLACE, ignored -> silent());
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

  /** How often rooms measure what nobody tells them, as what is in the database. */
  public Duration measureInterval() {
    return measureInterval;
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

  /** Sends what has not been exported yet, but holds up no stop for a receiver that is away. */
  @Override
  public void close() {
    if (sdk != null) {
      sdk.shutdown().join(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (machine != null) {
      machine.close();
    }
    Thread last = Thread.ofPlatform().daemon().name("last-metrics").start(meters::close);
    try {
      last.join(STOPPED_WITHIN);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
