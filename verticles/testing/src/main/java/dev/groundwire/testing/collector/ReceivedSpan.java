package dev.groundwire.testing.collector;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A span as it came over the wire.
 *
 * @param parentId empty at the root
 * @param kind {@code SERVER}, {@code CLIENT}, {@code PRODUCER}, {@code CONSUMER} or {@code
 *     INTERNAL}
 * @param attributes as text
 * @param links ids of spans
 */
public record ReceivedSpan(
    String traceId,
    String spanId,
    String parentId,
    String name,
    String kind,
    Map<String, String> attributes,
    List<String> links) {
  public ReceivedSpan {
    attributes = Map.copyOf(attributes);
    links = List.copyOf(links);
  }

  static ReceivedSpan of(Span span) {
    HexFormat hex = HexFormat.of();
    return new ReceivedSpan(
        hex.formatHex(span.getTraceId().toByteArray()),
        hex.formatHex(span.getSpanId().toByteArray()),
        hex.formatHex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        span.getAttributesList().stream()
            .collect(
                Collectors.toMap(KeyValue::getKey, pair -> text(pair.getValue()), (a, b) -> b)),
        span.getLinksList().stream()
            .map(link -> hex.formatHex(link.getSpanId().toByteArray()))
            .toList());
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(ReceivedSpan::text)
              .toList()
              .toString();
      default -> "";
    };
  }

  /** What the attribute says; empty when it has none of that name. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }
}
