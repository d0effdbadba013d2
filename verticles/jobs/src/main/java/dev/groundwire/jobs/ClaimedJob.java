package dev.groundwire.jobs;

import dev.groundwire.bus.Lease;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobKind;
import java.util.Optional;
import java.util.UUID;

/**
 * A job that this node runs.
 *
 * @param stage which of its rooms is asked
 * @param cursor where that room's next step begins
 * @param attempts failed tries of that step
 */
record ClaimedJob(
    UUID id,
    Tenant tenant,
    JobKind kind,
    String arguments,
    Lease lease,
    int stage,
    Optional<String> cursor,
    String result,
    int attempts,
    boolean cancelRequested) {
  static String leaseName(UUID id) {
    return "job." + id;
  }

  /** The same one step further. */
  ClaimedJob at(int nextStage, Optional<String> nextCursor, String soFar, boolean cancel) {
    return new ClaimedJob(
        id, tenant, kind, arguments, lease, nextStage, nextCursor, soFar, 0, cancel);
  }
}
