package dev.groundwire.gateway.deadletters;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.deadletter.DeadLetterFound;
import dev.groundwire.bus.deadletter.DeadLetterState;
import dev.groundwire.bus.deadletter.DeadLetterView;
import dev.groundwire.bus.deadletter.DeadLettersListed;
import dev.groundwire.bus.deadletter.FailedAttempt;
import dev.groundwire.gateway.http.PathIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A dead letter as clients see it.
 *
 * @param attempts failed tries so far
 * @param requestId the request that started it all
 */
record LetterBody(
    UUID id,
    UUID workspaceId,
    UUID eventId,
    String type,
    String key,
    Optional<UUID> documentId,
    String handler,
    DeadLetterState state,
    String reason,
    int attempts,
    Optional<Instant> nextAt,
    Optional<String> discardReason,
    String requestId,
    Instant buriedAt,
    Instant changedAt) {
  static LetterBody of(DeadLetterView view) {
    return new LetterBody(
        view.id(),
        view.workspaceId(),
        view.eventId(),
        view.type(),
        view.key(),
        view.type().startsWith("document.") ? PathIds.parse(view.key()) : Optional.empty(),
        view.handler(),
        view.state(),
        view.reason(),
        view.attempts(),
        view.nextAt(),
        view.discardReason(),
        view.correlationId(),
        view.buriedAt(),
        view.changedAt());
  }

  /** Part of a list. */
  record Several(List<LetterBody> items, Optional<String> nextCursor) {
    static Several of(DeadLettersListed listed) {
      return new Several(listed.items().stream().map(LetterBody::of).toList(), listed.nextCursor());
    }
  }

  /**
   * One with all that is known.
   *
   * @param history every failed try, the oldest first
   */
  record Whole(
      @JsonUnwrapped LetterBody letter,
      JsonNode payload,
      long keySeq,
      Instant occurredAt,
      Optional<UUID> causationId,
      Optional<String> traceId,
      List<FailedAttempt> history) {
    static Whole of(DeadLetterFound found) {
      return new Whole(
          LetterBody.of(found.deadLetter()),
          RecordJson.read(found.event().payload(), JsonNode.class),
          found.event().keySeq(),
          found.event().occurredAt(),
          found.event().causationId(),
          found.event().traceparent().flatMap(Whole::traceId),
          found.attempts());
    }

    /** The second of a traceparent's four parts. */
    private static Optional<String> traceId(String traceparent) {
      List<String> parts = List.of(traceparent.split("-", -1));
      return parts.size() > 1 ? Optional.of(parts.get(1)) : Optional.empty();
    }
  }
}
