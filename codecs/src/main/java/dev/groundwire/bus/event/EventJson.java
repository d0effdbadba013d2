package dev.groundwire.bus.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A fact as those outside read it: an {@link EventEnvelope} whose payload is a JSON object instead
 * of a text. Other programs depend on every field of it: fields are added, never renamed.
 */
public record EventJson(
    UUID id,
    String type,
    UUID organizationId,
    UUID workspaceId,
    String key,
    long keySeq,
    String correlationId,
    Optional<UUID> causationId,
    Optional<String> traceparent,
    Instant occurredAt,
    JsonNode payload) {

  /** UTF-8. */
  public static byte[] write(EventEnvelope event) {
    return RecordJson.writeBytes(
        new EventJson(
            event.id(),
            event.type(),
            event.organizationId(),
            event.workspaceId(),
            event.key(),
            event.keySeq(),
            event.correlationId(),
            event.causationId(),
            event.traceparent(),
            event.occurredAt(),
            RecordJson.read(event.payload(), JsonNode.class)));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws BusFailure {@code INVALID_REQUEST} when it is no fact, or an incomplete one
   */
  @SuppressWarnings(
      "NullAway") // a field that is missing in the text is null whatever its type says
  public static EventEnvelope read(byte[] json) {
    EventJson event = RecordJson.read(json, EventJson.class);
    if (event == null
        || event.id == null
        || event.type == null
        || event.organizationId == null
        || event.workspaceId == null
        || event.key == null
        || event.keySeq < 1
        || event.correlationId == null
        || event.occurredAt == null
        || event.payload == null) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "Not a fact: one of its required fields is missing.");
    }
    return new EventEnvelope(
        event.id,
        event.type,
        event.organizationId,
        event.workspaceId,
        event.key,
        event.keySeq,
        event.correlationId,
        event.causationId,
        event.traceparent,
        event.occurredAt,
        event.payload.toString());
  }

  /** The CloudEvents attribute {@code source} of a fact. */
  public static String source(EventEnvelope event) {
    return "/organizations/" + event.organizationId() + "/workspaces/" + event.workspaceId();
  }
}
