package dev.groundwire.bus.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.groundwire.bus.Tenant;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A fact on its way from the outbox to its handlers.
 *
 * @param id UUIDv7; the same fact always has the same id, so effects are told apart by it
 * @param type for example {@code document.received.v1}
 * @param key events of one key are delivered in order
 * @param keySeq 1, 2, 3 ... within the key, without a gap
 * @param correlationId the request that started it all
 * @param causationId the event that caused this one
 * @param traceparent W3C trace context of the cause
 * @param payload JSON of the record that belongs to the type
 */
public record EventEnvelope(
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
    String payload) {

  @JsonIgnore
  public Tenant tenant() {
    return new Tenant(organizationId, workspaceId);
  }
}
