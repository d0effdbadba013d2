package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives every span what ties it to its request, and those of Vert.x a name that says something. */
final class SpanDress implements SpanProcessor {
  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("groundwire.request_id");
  private static final AttributeKey<String> ORGANIZATION =
      AttributeKey.stringKey("groundwire.organization_id");
  private static final AttributeKey<String> WORKSPACE =
      AttributeKey.stringKey("groundwire.workspace_id");
  private static final AttributeKey<String> STATEMENT = AttributeKey.stringKey("db.query.text");
  private static final AttributeKey<String> OLD_STATEMENT = AttributeKey.stringKey("db.statement");

  private final Counter ended;

  SpanDress(MeterRegistry meters) {
    this.ended = spans("ended", meters);
  }

  static Counter spans(String outcome, MeterRegistry meters) {
    return Counter.builder("telemetry.spans")
        .description("Spans that ended; those neither exported nor failed wait or were dropped")
        .tag("outcome", outcome)
        .register(meters);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    RequestScope request = RequestScope.current();
    put(span, REQUEST_ID, request.requestId());
    put(span, ORGANIZATION, request.organizationId());
    put(span, WORKSPACE, request.workspaceId());
    String statement = statement(span);
    if (statement != null) {
      span.updateName(statement.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT));
    }
  }

  private static @Nullable String statement(ReadWriteSpan span) {
    String text = span.getAttribute(STATEMENT);
    return text == null ? span.getAttribute(OLD_STATEMENT) : text;
  }

  private static void put(ReadWriteSpan span, AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }

  private static void put(ReadWriteSpan span, AttributeKey<String> key, @Nullable UUID value) {
    if (value != null) {
      span.setAttribute(key, value.toString());
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    ended.increment();
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
