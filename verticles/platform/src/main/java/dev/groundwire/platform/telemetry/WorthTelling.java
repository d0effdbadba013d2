package dev.groundwire.platform.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what nobody looks for and everybody would pay for: the statement that opens each
 * transaction's scope, probes, and the files of the page.
 */
final class WorthTelling implements Sampler {
  private static final String SCOPE = "SELECT set_config(";

  private final Sampler others;

  WorthTelling(Sampler others) {
    this.others = others;
  }

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
          case SERVER -> isAside(attributes.get(SpanDress.PATH));
          case CLIENT -> isScope(attributes.get(SpanDress.STATEMENT));
          default -> false;
        };
    return isNoise
        ? SamplingResult.drop()
        : others.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  /** Spans of the bus are of that kind too, and have no path. */
  private static boolean isAside(@Nullable String path) {
    return path != null && !path.startsWith("/api/") && !path.startsWith("/v1/");
  }

  private static boolean isScope(@Nullable String statement) {
    return statement != null && statement.startsWith(SCOPE);
  }

  @Override
  public String getDescription() {
    return "WorthTelling{" + others.getDescription() + "}";
  }
}
