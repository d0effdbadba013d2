package dev.groundwire.outboxrelay;

import dev.groundwire.bus.event.EventEnvelope;
import dev.groundwire.bus.event.EventJson;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;

/**
 * A fact as a message of NATS: subject, headers of CloudEvents, JSON. See {@code asyncapi.yaml}.
 */
final class EventMessage {
  static final String SUBJECTS = "groundwire.>";
  static final String DEAD_LETTER_SUBJECTS = "groundwire-dlq.>";

  private static final String DEAD_LETTERS = "dead-letter.";

  private EventMessage() {}

  static Message of(EventEnvelope event) {
    Headers headers =
        new Headers()
            .put("Nats-Msg-Id", event.id().toString())
            .put("content-type", "application/json")
            .put("ce-specversion", "1.0")
            .put("ce-id", event.id().toString())
            .put("ce-source", EventJson.source(event))
            .put("ce-type", event.type())
            .put("ce-subject", event.key())
            .put("ce-time", event.occurredAt().toString());
    event.traceparent().ifPresent(parent -> headers.put("traceparent", parent));
    return NatsMessage.builder()
        .subject(subject(event))
        .headers(headers)
        .data(EventJson.write(event))
        .build();
  }

  /** {@code groundwire.<organization>.<type>}; what is said of dead letters is kept apart. */
  static String subject(EventEnvelope event) {
    String tree = event.type().startsWith(DEAD_LETTERS) ? "groundwire-dlq" : "groundwire";
    return tree + "." + event.organizationId() + "." + event.type();
  }
}
