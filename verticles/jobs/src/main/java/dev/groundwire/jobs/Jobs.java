package dev.groundwire.jobs;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.jobs.CancelJob;
import dev.groundwire.bus.jobs.FindJob;
import dev.groundwire.bus.jobs.JobChanged;
import dev.groundwire.bus.jobs.JobFound;
import dev.groundwire.bus.jobs.JobView;
import dev.groundwire.bus.jobs.JobsBus;
import dev.groundwire.bus.jobs.JobsListed;
import dev.groundwire.bus.jobs.ListJobs;
import dev.groundwire.bus.jobs.SubmitJob;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.paging.ListPart;
import dev.groundwire.platform.postgres.Database;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** What owners do with their jobs: submit, look, list, cancel. */
final class Jobs {
  private static final Duration FULL_FOR = Duration.ofSeconds(30);

  private final Database database;
  private final Bus bus;
  private final Supplier<UUID> ids;
  private final int queueBound;
  private final JobRepository jobs = new JobRepository();

  Jobs(Database database, Bus bus, Supplier<UUID> ids, int queueBound) {
    this.database = database;
    this.bus = bus;
    this.ids = ids;
    this.queueBound = queueBound;
  }

  JobView submit(SubmitJob asked) {
    Arguments.check(asked.kind(), asked.arguments());
    UUID organization = asked.tenant().organizationId();
    UUID workspace = asked.tenant().workspaceId();
    JobView queued =
        database.inTenant(
            organization,
            tx -> {
              jobs.takeTurn(tx, workspace);
              if (jobs.countWaiting(tx, workspace) >= queueBound) {
                throw full();
              }
              return jobs.add(tx, ids.get(), asked.tenant(), asked.kind(), asked.arguments(), null)
                  .orElseThrow(
                      () -> new BusFailure(FailureCode.NOT_FOUND, "There is no such workspace."));
            });
    changed(organization, queued.id());
    return queued;
  }

  private BusFailure full() {
    return new BusFailure(
        FailureCode.RATE_LIMITED,
        queueBound + " jobs wait in this workspace, as many as may; wait for one, or cancel it.",
        FULL_FOR);
  }

  JobsListed list(ListJobs asked) {
    UUID organization = asked.organizationId();
    ListPart<JobView> part =
        ListPart.read(
            asked.page(),
            JobView::id,
            (limit, before) ->
                database.inTenant(
                    organization,
                    tx -> jobs.list(tx, organization, asked.filter(), before, limit)));
    return new JobsListed(part.items(), part.nextCursor());
  }

  JobFound find(FindJob asked) {
    return database.inTenant(
        asked.organizationId(),
        tx ->
            jobs.find(tx, asked.organizationId(), asked.id())
                .map(job -> new JobFound(job, jobs.attempts(tx, asked.id())))
                .orElseThrow(() -> notFound(asked.id())));
  }

  JobView cancel(CancelJob asked) {
    JobView cancelled =
        database.inTenant(
            asked.organizationId(),
            tx -> {
              JobView found =
                  jobs.findLocked(tx, asked.organizationId(), asked.id())
                      .orElseThrow(() -> notFound(asked.id()));
              switch (found.state()) {
                case QUEUED -> jobs.cancelWaiting(tx, asked.id());
                case RUNNING -> jobs.requestCancel(tx, asked.id());
                case CANCELLED -> {
                  return found;
                }
                case SUCCEEDED, FAILED ->
                    throw new BusFailure(
                        FailureCode.CONFLICT, "It has ended already, so it cannot be cancelled.");
              }
              return jobs.find(tx, asked.organizationId(), asked.id()).orElseThrow();
            });
    changed(asked.organizationId(), asked.id());
    return cancelled;
  }

  private void changed(UUID organization, UUID id) {
    bus.hint(JobsBus.JOB_CHANGED, new JobChanged(organization, id, true));
  }

  private static BusFailure notFound(UUID id) {
    return new BusFailure(FailureCode.NOT_FOUND, "There is no job " + id + " here.");
  }
}
