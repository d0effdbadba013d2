package dev.groundwire.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * A line's event with what only the thread that logs can tell: for whom it works, and what values
 * are now. All that costs is done later, where the line is written.
 */
record LogMoment(
    ILoggingEvent event, RequestScope scope, SpanContext span, Map<String, Object> values) {
  private static final String OWN = "dev.groundwire";
  private static final int LONGEST_VALUE = 1 << 13;
  private static final int LONGEST_STACK = 1 << 15;

  static LogMoment of(ILoggingEvent event) {
    event.getFormattedMessage(); // now, as its arguments may change
    return new LogMoment(
        event,
        RequestScope.current(),
        Span.current().getSpanContext(),
        values(event.getKeyValuePairs()));
  }

  private static Map<String, Object> values(@Nullable List<KeyValuePair> pairs) {
    if (pairs == null || pairs.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> values = LinkedHashMap.newLinkedHashMap(pairs.size());
    for (KeyValuePair pair : pairs) {
      values.put(pair.key, lasting(pair.value));
    }
    return values;
  }

  /** Numbers stay numbers; what might change until it is written is written down. */
  private static Object lasting(@Nullable Object value) {
    return switch (value) {
      case Integer number -> number;
      case Long number -> number;
      case Double number when Double.isFinite(number) -> number;
      case Boolean isSo -> isSo;
      case null, default -> String.valueOf(value);
    };
  }

  boolean isProblem() {
    return event.getLevel().isGreaterOrEqual(Level.WARN);
  }

  LogLine line(FailureText failures) {
    Map<String, Object> told = new LinkedHashMap<>();
    values.forEach((key, value) -> told.put(key, redacted(key, value)));
    String logger = event.getLoggerName();
    Object name = told.remove("event");
    boolean inTrace = span.isValid();
    return new LogLine(
        event.getInstant(),
        event.getLevel().toString(),
        logger,
        shortened(Redaction.of(String.valueOf(event.getFormattedMessage())), LONGEST_VALUE),
        name == null ? eventOf(logger) : name.toString(),
        text(told.remove("request_id"), scope.requestId()),
        text(told.remove("trace_id"), inTrace ? span.getTraceId() : null),
        text(told.remove("span_id"), inTrace ? span.getSpanId() : null),
        text(told.remove("user_id"), scope.userId()),
        text(told.remove("workspace_id"), scope.workspaceId()),
        text(told.remove("organization_id"), scope.organizationId()),
        told,
        event.getThrowableProxy() == null
            ? null
            : shortened(Redaction.of(failures.convert(event)).stripTrailing(), LONGEST_STACK));
  }

  /** Our messages are constant, so they name what happened. */
  private String eventOf(String logger) {
    return logger.startsWith(OWN) ? EventName.of(event.getMessage()) : "library";
  }

  private static Object redacted(String key, Object value) {
    if (Redaction.isSecret(key)) {
      return Redaction.SECRET;
    }
    return value instanceof String text ? shortened(Redaction.of(text), LONGEST_VALUE) : value;
  }

  /** What a line says itself is more than what its thread is there for. */
  private static @Nullable String text(@Nullable Object said, @Nullable Object known) {
    if (said != null) {
      return said.toString();
    }
    return switch (known) {
      case null -> null;
      case UUID id -> id.toString();
      default -> Redaction.of(known.toString());
    };
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }
}
