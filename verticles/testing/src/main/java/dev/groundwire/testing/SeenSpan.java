package dev.groundwire.testing;

import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A span that is over.
 *
 * @param kind in lower case
 * @param parent its id; empty for the root of a trace
 * @param events their names, in order
 */
public record SeenSpan(
    String name,
    String kind,
    String trace,
    String id,
    Optional<String> parent,
    Map<String, Object> attributes,
    List<String> events,
    boolean isFailed) {

  static SeenSpan of(SpanData span) {
    Map<String, Object> attributes = new TreeMap<>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    return new SeenSpan(
        span.getName(),
        span.getKind().name().toLowerCase(Locale.ROOT),
        span.getTraceId(),
        span.getSpanId(),
        span.getParentSpanContext().isValid()
            ? Optional.of(span.getParentSpanId())
            : Optional.empty(),
        attributes,
        span.getEvents().stream().map(EventData::getName).toList(),
        !span.getStatus().equals(StatusData.unset()));
  }

  public boolean isBelow(SeenSpan other) {
    return trace.equals(other.trace()) && parent.filter(other.id()::equals).isPresent();
  }
}
