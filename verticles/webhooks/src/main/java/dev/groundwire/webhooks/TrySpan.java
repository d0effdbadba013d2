package dev.groundwire.webhooks;

import dev.groundwire.platform.telemetry.Telemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/**
 * The span of one try, in the trace of the fact. It says which webhook, not where it is: a URL may
 * hold a subscriber's secret.
 */
final class TrySpan {
  private TrySpan() {}

  static SpanBuilder of(LeasedDelivery delivery) {
    return Telemetry.span("deliver webhook", SpanKind.CLIENT, Context.current())
        .setAttribute("http.request.method", "POST")
        .setAttribute("groundwire.webhook_id", delivery.webhookId().toString())
        .setAttribute("groundwire.delivery_id", delivery.id().toString())
        .setAttribute("groundwire.event_id", delivery.eventId().toString())
        .setAttribute("groundwire.tries", delivery.tries());
  }

  /** Not with the error's words: what the network says may name the URL. */
  static void tell(Span span, Outcome outcome) {
    outcome.status().ifPresent(status -> span.setAttribute("http.response.status_code", status));
    span.setAttribute("groundwire.outcome", outcome.delivered() ? "delivered" : "not delivered");
    if (!outcome.delivered()) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute("error.type", outcome.status().map(String::valueOf).orElse("no answer"));
    }
  }
}
