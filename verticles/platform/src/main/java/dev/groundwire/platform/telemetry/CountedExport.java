package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what arrives and what does not, and says once when the receiver goes or comes back. */
final class CountedExport implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(CountedExport.class);

  private final SpanExporter exporter;
  private final String target;
  private final Counter exported;
  private final Counter failed;
  private final Counter errors;
  private final AtomicBoolean away = new AtomicBoolean();

  CountedExport(SpanExporter exporter, String target, MeterRegistry meters) {
    this.exporter = exporter;
    this.target = target;
    this.exported = SpanDress.spans("exported", meters);
    this.failed = SpanDress.spans("failed", meters);
    this.errors = ExternalErrors.counter(meters, "collector", "traces");
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> {
      if (result.isSuccess()) {
        exported.increment(count);
        if (away.compareAndSet(true, false)) {
          LOG.atInfo().addKeyValue("exporter", target).log("spans are exported again");
        }
      } else {
        failed.increment(count);
        errors.increment();
        if (away.compareAndSet(false, true)) {
          LOG.atWarn()
              .addKeyValue("exporter", target)
              .addKeyValue("cause", String.valueOf(result.getFailureThrowable()))
              .log("spans are lost: check OTEL_EXPORTER_OTLP_ENDPOINT and its receiver");
        }
      }
    });
    return result;
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
