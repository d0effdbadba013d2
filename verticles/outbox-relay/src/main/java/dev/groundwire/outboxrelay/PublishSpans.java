package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.platform.telemetry.EventTrail;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A span for each fact of a batch that was appended within a trace, from its handing over to the
 * acknowledgement. Facts of no trace cost nothing.
 */
final class PublishSpans {
  private record Sent(UUID fact, Span span) {}

  private final List<Sent> sent;

  private PublishSpans(List<Sent> sent) {
    this.sent = sent;
  }

  static PublishSpans begin(List<ClaimedFact> batch, String transport) {
    List<Sent> sent = new ArrayList<>(0);
    for (ClaimedFact claimed : batch) {
      EventEnvelope event = claimed.event();
      if (event.traceparent().isPresent()) {
        sent.add(new Sent(event.id(), EventTrail.publishing(event, transport).startSpan()));
      }
    }
    return new PublishSpans(sent);
  }

  void end(Set<UUID> taken) {
    for (Sent each : sent) {
      if (!taken.contains(each.fact())) {
        each.span().setStatus(StatusCode.ERROR, "not taken, published again later");
      }
      each.span().end();
    }
  }
}
