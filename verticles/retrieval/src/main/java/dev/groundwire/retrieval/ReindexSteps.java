package dev.groundwire.retrieval;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.index.PassageIndex;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Compares index and database now instead of at the next regular time, some documents at a time:
 * those of the workspace first, then what the index has and nobody owns. The index is no table, so
 * no lease is looked at: mending it twice changes nothing.
 */
final class ReindexSteps {
  private static final int PAGE = 200;

  private final Database database;
  private final PassageIndex index;
  private final IndexedDocuments documents;
  private final Duration settleTime;
  private final ReembedSteps reembed;
  private final IndexableRepository indexables = new IndexableRepository();

  /**
   * Where a job is.
   *
   * @param isStored whether the documents of the workspace are looked at, not what is in the index
   * @param after up to this id they have been
   */
  record Place(boolean isStored, Optional<UUID> after) {}

  ReindexSteps(
      Database database,
      PassageIndex index,
      IndexedDocuments documents,
      Duration settleTime,
      ReembedSteps reembed) {
    this.reembed = reembed;
    this.database = database;
    this.index = index;
    this.documents = documents;
    this.settleTime = settleTime;
  }

  StepDone step(RunStep asked) {
    if (asked.kind() == JobKind.REEMBED) {
      return reembed.step(asked);
    }
    if (asked.kind() != JobKind.REINDEX) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, "Retrieval has no part in " + asked.kind().text() + ".");
    }
    Place place =
        asked
            .cursor()
            .map(text -> RecordJson.read(text, Place.class))
            .orElse(new Place(true, Optional.empty()));
    StepDone done = place.isStored() ? compareStored(asked, place) : compareIndexed(asked, place);
    index.makeSearchable();
    return done;
  }

  private StepDone compareStored(RunStep asked, Place place) {
    Tenant tenant = asked.tenant();
    List<UUID> page =
        database.inTenant(
            tenant.organizationId(),
            tx -> indexables.ids(tx, tenant.workspaceId(), place.after(), PAGE));
    long mended = page.stream().filter(id -> documents.repair(id, settleTime)).count();
    JobResult result =
        JobResult.of(asked.result()).plus("compared", page.size()).plus("mended", mended);
    Place next =
        page.size() < PAGE
            ? new Place(false, Optional.empty())
            : new Place(true, Optional.of(page.getLast()));
    return next(asked, next, result);
  }

  /** Also those of others are passed by, but only what nobody has is touched. */
  private StepDone compareIndexed(RunStep asked, Place place) {
    List<UUID> page =
        index.list(place.after(), PAGE).stream().map(IndexedState::documentId).toList();
    Set<UUID> orphans = new HashSet<>(page);
    orphans.removeAll(database.asSystem(tx -> indexables.known(tx, page)));
    long mended = orphans.stream().filter(id -> documents.repair(id, settleTime)).count();
    JobResult result = JobResult.of(asked.result()).plus("orphaned", mended);
    return page.size() < PAGE
        ? StepDone.last(result.count("compared"), result.text())
        : next(asked, new Place(false, Optional.of(page.getLast())), result);
  }

  private StepDone next(RunStep asked, Place place, JobResult result) {
    long total =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> indexables.count(tx, asked.tenant().workspaceId()));
    long done = result.count("compared");
    return StepDone.next(RecordJson.write(place), done, Math.max(done, total), result.text());
  }
}
