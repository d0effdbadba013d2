package dev.groundwire.ingestion;

import dev.groundwire.bus.Lease;
import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RebuildArguments;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.outbox.Outbox;
import dev.groundwire.platform.postgres.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes documents anew, one at a time, without a moment in which one is not found: the new chunks
 * are made beside the old ones and take their place in one transaction; the old ones stay until the
 * index knows the new ones, and a little longer, for searches under way.
 */
final class RebuildSteps {
  private static final Duration SETTLED = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int SWEPT_AT_ONCE = 5_000;

  /** A document that is not ready by then is on its own way: the next cleanup sweeps after it. */
  private static final int MOST_LOOKS = 60;

  private final Database database;
  private final Outbox outbox;
  private final DocumentRepository documents;
  private final RebuildMaking making;
  private final ChunkRepository chunks;
  private final FurtherVectors further;
  private final Progress progress;
  private final RebuildRepository rebuilds = new RebuildRepository();
  private final Leases leases = new Leases();

  /**
   * Where a job is.
   *
   * @param after documents up to this id are done
   * @param current the one that is being made
   * @param looks how often the end has been waited for; below 0 while documents are made
   */
  record Place(Optional<UUID> after, Optional<UUID> current, int looks) {
    static final Place START = new Place(Optional.empty(), Optional.empty(), -1);

    Place making(UUID document) {
      return new Place(after, Optional.of(document), -1);
    }

    static Place behind(UUID document) {
      return new Place(Optional.of(document), Optional.empty(), -1);
    }

    Place looking() {
      return new Place(after, Optional.empty(), looks + 1);
    }
  }

  RebuildSteps(
      Database database,
      Outbox outbox,
      DocumentRepository documents,
      ChunkRepository chunks,
      RebuildMaking making,
      FurtherVectors further,
      Progress progress) {
    this.database = database;
    this.outbox = outbox;
    this.documents = documents;
    this.chunks = chunks;
    this.making = making;
    this.further = further;
    this.progress = progress;
  }

  StepDone step(RunStep asked) {
    Place place =
        asked.cursor().map(text -> RecordJson.read(text, Place.class)).orElse(Place.START);
    if (place.looks() >= 0) {
      return settle(asked, place);
    }
    return place.current().isPresent()
        ? goOn(asked, place, place.current().get())
        : begin(asked, place);
  }

  private StepDone begin(RunStep asked, Place place) {
    Tenant tenant = asked.tenant();
    List<UUID> meant = RecordJson.read(asked.arguments(), RebuildArguments.class).documentIds();
    Optional<Document> next =
        database.inTenant(
            tenant.organizationId(),
            tx -> rebuilds.next(tx, tenant.workspaceId(), meant, place.after().orElse(null)));
    if (next.isEmpty()) {
      return answer(asked, place.looking(), JobResult.of(asked.result()), SETTLED);
    }
    Document document = next.get();
    return switch (document.status()) {
      case READY ->
          switch (making.begin(asked.lease(), document)) {
            case BEGUN -> answer(asked, place.making(document.id()), JobResult.of(asked.result()));
            case UNREADABLE -> behind(asked, document.id(), "unreadable");
            case CHANGED -> behind(asked, document.id(), "skipped");
          };
      case FAILED -> behind(asked, document.id(), restart(asked, document));
      default -> behind(asked, document.id(), "skipped"); // being made anyway
    };
  }

  /** As uploading it again would. */
  private String restart(RunStep asked, Document document) {
    return database.inTenant(
        asked.tenant().organizationId(),
        tx -> {
          leases.fence(tx, asked.lease());
          Optional<Integer> version =
              documents.restartFailed(tx, document.id(), document.version());
          version.ifPresent(now ->
              outbox.append(
                  tx,
                  DocumentEvents.RECEIVED,
                  document.tenant(),
                  document.id(),
                  new DocumentEvents.Received(document.id(), now),
                  correlation(asked)));
          return version.isPresent() ? "restarted" : "skipped";
        });
  }

  private StepDone goOn(RunStep asked, Place place, UUID id) {
    return switch (making.embedSome(asked.lease(), asked.tenant(), id)) {
      case MORE -> answer(asked, place, JobResult.of(asked.result()));
      case VOID -> // begun anew by the next step, as long as it is ready
          answer(
              asked,
              new Place(place.after(), Optional.empty(), -1),
              JobResult.of(asked.result()).plus("begunAnew", 1));
      case CHANGED -> behind(asked, id, "skipped");
      case COMPLETE -> complete(asked, place, id);
    };
  }

  /** It must be found by whatever model searches use. */
  private StepDone complete(RunStep asked, Place place, UUID id) {
    Optional<Document> made =
        database.inTenant(
            asked.tenant().organizationId(),
            tx ->
                rebuilds
                    .ready(tx, id)
                    .flatMap(old ->
                        rebuilds.find(tx, id).map(rebuild -> old.next().of(rebuild.model()))));
    if (made.isEmpty()) {
      return behind(asked, id, "skipped");
    }
    FurtherVectors.Filling filling = further.fillSome(made.get());
    if (filling.more()) {
      return answer(asked, place, JobResult.of(asked.result()));
    }
    return switch (takePlace(asked, id, filling.current())) {
      case TAKEN -> behind(asked, id, "rebuilt");
      case GONE -> behind(asked, id, "skipped");
      case SWITCHED -> answer(asked, place, JobResult.of(asked.result()));
    };
  }

  private enum Taking {
    TAKEN,
    GONE,
    /** Searches have been switched to another model meanwhile. */
    SWITCHED
  }

  private Taking takePlace(RunStep asked, UUID id, Optional<Generation> current) {
    Lease lease = asked.lease();
    AtomicBoolean isStill = new AtomicBoolean();
    Optional<Document> replaced =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> {
              leases.fence(tx, lease);
              isStill.set(further.isStill(tx, current));
              Optional<Document> old = rebuilds.ready(tx, id).filter(found -> isStill.get());
              if (old.isEmpty() || !rebuilds.takePlace(tx, id)) {
                return Optional.empty();
              }
              rebuilds.sweepOlder(tx, id, old.get().version());
              chunks.removeText(tx, id);
              rebuilds.takeText(tx, id);
              rebuilds.forget(tx, id);
              Document now = documents.find(tx, id, old.get().version() + 1).orElseThrow();
              outbox.append(
                  tx,
                  DocumentEvents.EMBEDDED,
                  now.tenant(),
                  id,
                  new DocumentEvents.Embedded(id, now.version(), now.model()),
                  correlation(asked));
              return Optional.of(now);
            });
    replaced.ifPresent(document -> progress.tell(document, DocumentStatus.INDEXING, 1, 1));
    return replaced.isPresent() ? Taking.TAKEN : isStill.get() ? Taking.GONE : Taking.SWITCHED;
  }

  private static String correlation(RunStep asked) {
    return "job-" + asked.jobId();
  }

  private StepDone settle(RunStep asked, Place place) {
    UUID workspace = asked.tenant().workspaceId();
    JobResult result = JobResult.of(asked.result());
    long left =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> {
              leases.fence(tx, asked.lease());
              rebuilds.sweep(tx, workspace, SETTLED, SWEPT_AT_ONCE);
              return rebuilds.unswept(tx, workspace);
            });
    return left == 0 || place.looks() >= MOST_LOOKS
        ? StepDone.last(done(result), result.text())
        : answer(asked, place.looking(), result, LOOK_AGAIN);
  }

  private StepDone behind(RunStep asked, UUID document, String outcome) {
    return answer(asked, Place.behind(document), JobResult.of(asked.result()).plus(outcome, 1));
  }

  private StepDone answer(RunStep asked, Place place, JobResult result) {
    return answer(asked, place, result, Duration.ZERO);
  }

  private StepDone answer(RunStep asked, Place place, JobResult result, Duration pause) {
    List<UUID> meant = RecordJson.read(asked.arguments(), RebuildArguments.class).documentIds();
    long total =
        database.inTenant(
            asked.tenant().organizationId(),
            tx -> rebuilds.count(tx, asked.tenant().workspaceId(), meant));
    long done = done(result);
    return StepDone.later(
        pause, RecordJson.write(place), done, Math.max(total, done), result.text());
  }

  private static long done(JobResult result) {
    return result.count("rebuilt")
        + result.count("restarted")
        + result.count("unreadable")
        + result.count("skipped");
  }
}
