package dev.groundwire.jobs;

import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import java.time.Duration;

/** Removes ended jobs that are old: every hour by itself, and as this room's part of a cleanup. */
final class EndedJobs {
  private static final int AT_ONCE = 1_000;

  private final Database database;
  private final Duration keep;
  private final StandingRepository jobs = new StandingRepository();
  private final Leases leases = new Leases();

  EndedJobs(Database database, Duration keep) {
    this.database = database;
    this.keep = keep;
  }

  void prune() {
    database.asSystem(tx -> {
      jobs.pruneLeases(tx);
      return jobs.prune(tx, keep, null, AT_ONCE);
    });
  }

  StepDone step(RunStep asked) {
    int gone =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> {
              leases.fence(tx, asked.lease());
              return jobs.prune(tx, keep, asked.tenant().workspaceId(), AT_ONCE);
            });
    String result = JobResult.of(asked.result()).plus("endedJobs", gone).text();
    return gone < AT_ONCE ? StepDone.last(1, result) : StepDone.next("more", 0, 1, result);
  }
}
