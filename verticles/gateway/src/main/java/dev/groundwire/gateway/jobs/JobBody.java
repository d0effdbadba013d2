package dev.groundwire.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.jobs.JobAttempt;
import dev.groundwire.bus.jobs.JobFound;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.JobView;
import dev.groundwire.bus.jobs.JobsListed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as clients see it.
 *
 * @param attempts failed tries in a row
 * @param node which runs it
 */
record JobBody(
    UUID id,
    UUID workspaceId,
    JobKind kind,
    JobState state,
    JsonNode arguments,
    long done,
    long total,
    JsonNode result,
    int attempts,
    Optional<Instant> nextAt,
    Optional<String> error,
    boolean cancelRequested,
    Optional<UUID> node,
    Optional<String> schedule,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {
  static JobBody of(JobView view) {
    return new JobBody(
        view.id(),
        view.workspaceId(),
        view.kind(),
        view.state(),
        RecordJson.read(view.arguments(), JsonNode.class),
        view.done(),
        view.total(),
        RecordJson.read(view.result(), JsonNode.class),
        view.attempts(),
        view.nextAt(),
        view.error(),
        view.cancelRequested(),
        view.node(),
        view.schedule(),
        view.createdAt(),
        view.startedAt(),
        view.finishedAt());
  }

  /** Part of a list. */
  record Several(List<JobBody> items, Optional<String> nextCursor) {
    static Several of(JobsListed listed) {
      return new Several(listed.items().stream().map(JobBody::of).toList(), listed.nextCursor());
    }
  }

  /**
   * One with all that is known.
   *
   * @param history every failed try, the newest first
   */
  record Whole(@JsonUnwrapped JobBody job, List<JobAttempt> history) {
    static Whole of(JobFound found) {
      return new Whole(JobBody.of(found.job()), found.attempts());
    }
  }
}
