package dev.groundwire.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Lease;
import dev.groundwire.bus.jobs.JobState;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes jobs for this node, and writes what becomes of them: all of it fenced by their leases. */
final class Claims {
  static final String GONE = "The node that ran it went silent; another one took it over.";

  private final Database database;
  private final UUID node;
  private final JobsConfig config;
  private final Leases leases = new Leases();
  private final RunRepository runs = new RunRepository();

  Claims(Database database, UUID node, JobsConfig config) {
    this.database = database;
    this.node = node;
    this.config = config;
  }

  /** The next job that is due; empty when there is none. */
  Optional<ClaimedJob> claim() {
    return database.asSystem(tx -> runs.due(tx).flatMap(due -> claim(tx, due)));
  }

  private Optional<ClaimedJob> claim(SqlConnection tx, RunRepository.Due due) {
    Optional<Lease> lease =
        leases.acquire(
            tx, ClaimedJob.leaseName(due.id()), due.organizationId(), node, config.lease());
    if (lease.isEmpty()) {
      return Optional.empty(); // taken between our look and our lock
    }
    if (due.wasRunning()) {
      runs.note(tx, due.id(), runs.lastHolder(tx, due.id()).orElse(node), GONE);
    }
    return Optional.of(runs.begin(tx, due.id(), lease.get(), due.wasRunning() ? 1 : 0));
  }

  /** The names of the leases that are still ours. */
  List<String> renew(Collection<Lease> held) {
    return database.asSystem(tx -> leases.renew(tx, node, held, config.lease()));
  }

  /**
   * Notes a step that is done. Fails as {@code CONFLICT} when the job is another node's by now.
   *
   * @return where the job goes on
   */
  ClaimedJob checkpoint(ClaimedJob job, int stage, StepDone step) {
    boolean cancel =
        database.asSystem(tx -> {
          leases.fence(tx, job.lease());
          return runs.checkpoint(tx, job, stage, step.cursor().orElse(null), step)
              .orElseThrow(
                  () -> new BusFailure(FailureCode.NOT_FOUND, "Its workspace has been deleted."));
        });
    return job.at(stage, step.cursor(), step.result(), cancel);
  }

  boolean isCancelled(ClaimedJob job) {
    return database.asSystem(tx -> runs.isCancelled(tx, job));
  }

  /**
   * Fails as {@code CONFLICT} when it is another node's by now, as what follows does.
   *
   * @return how long it has taken
   */
  Duration end(ClaimedJob job, JobState state, @Nullable String error) {
    return database.asSystem(tx -> {
      leases.fence(tx, job.lease());
      if (error != null) {
        runs.note(tx, job.id(), node, error);
      }
      Duration took = runs.end(tx, job, state, error);
      leases.drop(tx, job.lease());
      return took;
    });
  }

  /** Back into the queue after a failed step. */
  void retry(ClaimedJob job, String error, Duration delay) {
    database.asSystem(tx -> {
      leases.fence(tx, job.lease());
      runs.note(tx, job.id(), node, error);
      runs.again(tx, job, job.attempts() + 1, error, delay);
      leases.release(tx, job.lease());
      return job;
    });
  }

  /** Back into the queue as it is, for whichever node comes first. */
  void giveBack(ClaimedJob job) {
    database.asSystem(tx -> {
      leases.fence(tx, job.lease());
      runs.again(tx, job, job.attempts(), null, Duration.ZERO);
      leases.release(tx, job.lease());
      return job;
    });
  }
}
