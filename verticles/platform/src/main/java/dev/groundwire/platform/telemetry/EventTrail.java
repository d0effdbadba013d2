package dev.groundwire.platform.telemetry;

import dev.groundwire.bus.event.EventEnvelope;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;

/**
 * What a fact continues: the request and the trace of who appended it, however long ago. Its spans
 * are in that trace, and linked to the very span that appended it.
 */
public final class EventTrail {
  private EventTrail() {}

  public static Trail of(EventEnvelope event) {
    return Trail.of(
        RequestScope.of(event.correlationId(), event.tenant()),
        TraceHeader.read(event.traceparent().orElse(null)));
  }

  /** The span of handing it to the transport. */
  public static SpanBuilder publishing(EventEnvelope event, String transport) {
    return span("send", SpanKind.PRODUCER, event).setAttribute("messaging.system", transport);
  }

  /** The span of one handler's work on it. */
  public static SpanBuilder handling(EventEnvelope event, String handler) {
    return span("process", SpanKind.CONSUMER, event)
        .setAttribute("messaging.system", "groundwire")
        .setAttribute("messaging.consumer.group.name", handler);
  }

  private static SpanBuilder span(String operation, SpanKind kind, EventEnvelope event) {
    Context producer = TraceHeader.read(event.traceparent().orElse(null));
    SpanBuilder builder =
        Telemetry.span(operation + " " + event.type(), kind, producer)
            .setAttribute("messaging.operation.type", operation)
            .setAttribute("messaging.operation.name", operation)
            .setAttribute("messaging.destination.name", event.type())
            .setAttribute("messaging.message.id", event.id().toString())
            .setAttribute("messaging.message.conversation_id", event.correlationId())
            .setAttribute(SpanDress.REQUEST_ID, event.correlationId());
    return builder.addLink(Span.fromContext(producer).getSpanContext());
  }
}
