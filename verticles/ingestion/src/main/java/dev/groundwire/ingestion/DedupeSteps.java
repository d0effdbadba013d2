package dev.groundwire.ingestion;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.jobs.DedupeArguments;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.bus.retrieval.ForgetDocument;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds documents of the same text: takes their fingerprints first, then looks for equal ones. */
final class DedupeSteps {
  private static final int PRINTED_AT_ONCE = 50;
  private static final int GROUPS_AT_ONCE = 20;

  /** A long text takes seconds; the others wait for the next step. */
  private static final long PRINTED_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final Removal removal;
  private final DuplicateRepository duplicates = new DuplicateRepository();
  private final Leases leases = new Leases();

  /**
   * Where a job is.
   *
   * @param printed documents up to this id have a fingerprint; empty once all have
   * @param group fingerprints up to this one have been looked at
   */
  record Place(@Nullable UUID printed, @Nullable String group) {}

  /** As the result of a job tells it. */
  record Found(UUID kept, String name, List<UUID> duplicates, List<String> names) {}

  DedupeSteps(Database database, Removal removal) {
    this.database = database;
    this.removal = removal;
  }

  StepDone step(RunStep asked) {
    Place place =
        asked
            .cursor()
            .map(text -> RecordJson.read(text, Place.class))
            .orElse(new Place(null, null));
    return place.group == null ? print(asked, place.printed) : compare(asked, place.group);
  }

  private StepDone print(RunStep asked, @Nullable UUID after) {
    UUID workspace = asked.tenant().workspaceId();
    UUID organization = asked.tenant().organizationId();
    List<DuplicateRepository.Entry> page =
        database.inTenant(
            organization, tx -> duplicates.page(tx, workspace, after, PRINTED_AT_ONCE));
    long end = System.nanoTime() + PRINTED_FOR_NANOS;
    UUID last = after;
    int printed = 0;
    for (DuplicateRepository.Entry entry : page) {
      if (entry.isNew()) {
        database.inTenant(
            organization,
            tx -> {
              leases.fence(tx, asked.lease());
              duplicates.print(tx, entry.id());
              return entry;
            });
      }
      last = entry.id();
      printed++;
      if (System.nanoTime() - end > 0) {
        break;
      }
    }
    boolean isLast = page.size() < PRINTED_AT_ONCE && printed == page.size();
    JobResult result = JobResult.of(asked.result()).plus("documents", printed);
    Place next = isLast ? new Place(null, "") : new Place(last, null);
    long total = database.inTenant(organization, tx -> duplicates.count(tx, workspace));
    long done = Math.min(total, result.count("documents"));
    return StepDone.next(RecordJson.write(next), done, total, result.text());
  }

  private StepDone compare(RunStep asked, String after) {
    boolean remove = RecordJson.read(asked.arguments(), DedupeArguments.class).remove();
    List<ForgetDocument> removed = new ArrayList<>();
    List<DuplicateRepository.Group> groups =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> {
              leases.fence(tx, asked.lease());
              List<DuplicateRepository.Group> found =
                  duplicates.groups(tx, asked.tenant().workspaceId(), after, GROUPS_AT_ONCE);
              if (remove) {
                found.stream()
                    .flatMap(group -> group.ids().stream().skip(1))
                    .map(id -> removal.remove(tx, asked.tenant(), id, "job-" + asked.jobId()))
                    .flatMap(Optional::stream)
                    .forEach(removed::add);
              }
              return found;
            });
    removed.forEach(removal::tell);
    JobResult result =
        JobResult.of(asked.result()).plus("groups", groups.size()).plus("removed", removed.size());
    for (DuplicateRepository.Group group : groups) {
      List<UUID> others = group.ids().subList(1, group.ids().size());
      result =
          result
              .plus("duplicates", others.size())
              .with(
                  "found",
                  new Found(
                      group.ids().getFirst(),
                      group.names().getFirst(),
                      others,
                      group.names().subList(1, group.names().size())));
    }
    long documents = result.count("documents");
    return groups.size() < GROUPS_AT_ONCE
        ? StepDone.last(documents, result.text())
        : StepDone.next(
            RecordJson.write(new Place(null, groups.getLast().fingerprint())),
            documents,
            documents,
            result.text());
  }
}
