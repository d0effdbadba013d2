package dev.groundwire.platform.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives every span what ties it to its request, those of Vert.x a name that says something, and
 * takes out of addresses what may be a secret: queries, users, and whatever is behind the host of a
 * server that we call, since subscribers' addresses are often their keys.
 */
final class SpanDress implements SpanProcessor {
  static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  static final AttributeKey<String> STATEMENT = AttributeKey.stringKey("db.query.text");

  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("groundwire.request_id");
  private static final AttributeKey<String> ORGANIZATION =
      AttributeKey.stringKey("groundwire.organization_id");
  private static final AttributeKey<String> WORKSPACE =
      AttributeKey.stringKey("groundwire.workspace_id");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
  private static final List<AttributeKey<String>> ADDRESSES =
      List.of(AttributeKey.stringKey("url.full"), AttributeKey.stringKey("http.url"));
  private static final Pattern SECRETS_OF_CALLERS = Pattern.compile("(?<=//)[^/?#@]*@|[?#].*$");
  private static final Pattern SECRETS_OF_OTHERS =
      Pattern.compile("(?<=//)[^/?#@]*@|(?<=[^/:])[/?#].*$");

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
    label(span, RequestScope.current());
    String statement = span.getAttribute(STATEMENT);
    if (statement != null) {
      span.updateName(statement.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT));
    }
    for (AttributeKey<String> key : ADDRESSES) {
      String address = span.getAttribute(key);
      if (address != null) {
        span.setAttribute(key, told(address, span.getKind()));
      }
    }
    String path = span.getAttribute(PATH);
    if (path != null) {
      span.setAttribute(PATH, Redaction.of(path));
    }
    String method = span.getAttribute(METHOD);
    if (method != null && !METHODS.contains(method)) {
      span.setAttribute(METHOD, "_OTHER");
    }
    if (span.getAttribute(QUERY) != null) {
      span.setAttribute(QUERY, "");
    }
  }

  static void label(Span span, RequestScope request) {
    put(span, REQUEST_ID, request.requestId());
    put(span, ORGANIZATION, request.organizationId());
    put(span, WORKSPACE, request.workspaceId());
  }

  static String told(String address, SpanKind kind) {
    return kind == SpanKind.SERVER
        ? Redaction.of(SECRETS_OF_CALLERS.matcher(address).replaceAll(""))
        : SECRETS_OF_OTHERS.matcher(address).replaceAll("");
  }

  private static void put(Span span, AttributeKey<String> key, @Nullable Object value) {
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
