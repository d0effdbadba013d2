package dev.groundwire.ingestion;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RetentionArguments;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.bus.retrieval.ForgetDocument;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Deletes documents that are older than they may be, some at a time. */
final class RetentionSteps {
  private static final int AT_ONCE = 50;

  private final Database database;
  private final Removal removal;
  private final CatalogRepository documents;
  private final Leases leases = new Leases();

  RetentionSteps(Database database, Removal removal, CatalogRepository documents) {
    this.database = database;
    this.removal = removal;
    this.documents = documents;
  }

  StepDone step(RunStep asked) {
    RetentionArguments arguments = RecordJson.read(asked.arguments(), RetentionArguments.class);
    JobResult before = JobResult.of(asked.result());
    if (!arguments.of().contains(RetentionArguments.DOCUMENTS)) {
      return StepDone.last(0, before.text());
    }
    UUID workspace = asked.tenant().workspaceId();
    List<ForgetDocument> removed =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> {
              leases.fence(tx, asked.lease());
              return documents.olderThan(tx, workspace, arguments.olderThanDays(), AT_ONCE).stream()
                  .map(id -> removal.remove(tx, asked.tenant(), id, "job-" + asked.jobId()))
                  .flatMap(Optional::stream)
                  .toList();
            });
    removed.forEach(removal::tell);
    JobResult result = before.plus("documents", removed.size());
    long done = result.count("documents");
    return removed.size() < AT_ONCE
        ? StepDone.last(done, result.text())
        : StepDone.next("more", done, done + AT_ONCE, result.text());
  }
}
