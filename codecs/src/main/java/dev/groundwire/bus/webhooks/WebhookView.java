package dev.groundwire.bus.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A webhook as its owners see it; its secret is shown once, when it is made.
 *
 * @param eventTypes names of kinds of facts, or {@code *} alone for all
 * @param stateReason why it is disabled
 * @param failingSince when the first of an unbroken row of failures was
 * @param openUntil when an endpoint that seems away is tried again
 * @param waiting deliveries still to be sent
 * @param lastStatus what it answered last; empty when it did not answer
 * @param lastAttemptAt when it was last sent to
 */
public record WebhookView(
    UUID id,
    String url,
    String description,
    List<String> eventTypes,
    WebhookState state,
    Optional<String> stateReason,
    BreakerState breaker,
    Optional<Instant> openUntil,
    Optional<Instant> failingSince,
    long waiting,
    Optional<Integer> lastStatus,
    Optional<Instant> lastAttemptAt,
    Instant createdAt,
    Instant updatedAt) {
  public WebhookView {
    eventTypes = List.copyOf(eventTypes);
  }
}
