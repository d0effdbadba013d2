package dev.groundwire.platform.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No trace begins with a probe of the health, with a file of the page, or with what a room asks by
 * itself; and none has the statement that opens each transaction.
 */
record WorthTracing(Sampler others) implements Sampler {
  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    boolean isNoise =
        switch (kind) {
          case SERVER -> isNoise(attributes.get(SpanDress.PATH));
          case CLIENT -> !isInTrace(parent) || isScope(attributes.get(SpanDress.STATEMENT));
          default -> false;
        };
    return isNoise
        ? SamplingResult.drop()
        : others.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  /** What we ask of others by ourselves, as every poll of a table, begins no trace. */
  private static boolean isInTrace(Context parent) {
    return Span.fromContext(parent).getSpanContext().isValid();
  }

  /** The statement that opens a transaction's scope. */
  private static boolean isScope(@Nullable String statement) {
    return statement != null && statement.startsWith("SELECT set_config(");
  }

  private static boolean isNoise(@Nullable String path) {
    if (path == null || path.startsWith("/api/") || path.startsWith("/v1/")) {
      return false;
    }
    return path.equals("/")
        || path.equals("/health")
        || path.startsWith("/health/")
        || path.indexOf('.', path.lastIndexOf('/') + 1) > 0;
  }

  @Override
  public String getDescription() {
    return "WorthTracing{" + others.getDescription() + "}";
  }
}
