package dev.groundwire.ingestion;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import java.time.Duration;
import java.util.UUID;

/** The steps of jobs that are about documents. */
final class JobSteps {
  private static final Duration ABANDONED = Duration.ofHours(6);
  private static final Duration SETTLED = Duration.ofMinutes(1);
  private static final int SWEPT_AT_ONCE = 5_000;

  private final Database database;
  private final RebuildSteps rebuild;
  private final DedupeSteps dedupe;
  private final RetentionSteps retention;
  private final ReembedSteps reembed;
  private final RebuildRepository rebuilds = new RebuildRepository();
  private final Leases leases = new Leases();

  JobSteps(
      Database database,
      RebuildSteps rebuild,
      DedupeSteps dedupe,
      RetentionSteps retention,
      ReembedSteps reembed) {
    this.reembed = reembed;
    this.database = database;
    this.rebuild = rebuild;
    this.dedupe = dedupe;
    this.retention = retention;
  }

  StepDone step(RunStep asked) {
    return switch (asked.kind()) {
      case REBUILD -> rebuild.step(asked);
      case DEDUPE -> dedupe.step(asked);
      case RETENTION -> retention.step(asked);
      case REEMBED -> reembed.step(asked);
      case CLEANUP -> cleanUp(asked);
      case REINDEX ->
          throw new BusFailure(
              FailureCode.INVALID_REQUEST, "Ingestion has no part in " + asked.kind().text() + ".");
    };
  }

  /** What rebuilds have left that were cancelled or have failed. */
  private StepDone cleanUp(RunStep asked) {
    UUID workspace = asked.tenant().workspaceId();
    int gone =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> {
              leases.fence(tx, asked.lease());
              return rebuilds.removeAbandoned(tx, workspace, ABANDONED)
                  + rebuilds.sweep(tx, workspace, SETTLED, SWEPT_AT_ONCE);
            });
    String result = JobResult.of(asked.result()).plus("replacedChunks", gone).text();
    return gone < SWEPT_AT_ONCE ? StepDone.last(1, result) : StepDone.next("more", 0, 1, result);
  }
}
