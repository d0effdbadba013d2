package dev.groundwire.ingestion;

import static dev.groundwire.ingestion.UploadedText.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.Lease;
import dev.groundwire.bus.event.DocumentEvents;
import dev.groundwire.bus.ingestion.ChunkView;
import dev.groundwire.bus.ingestion.DocumentStatus;
import dev.groundwire.bus.ingestion.FindDocument;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class JobStepsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private static IngestionRoom room;
  private Lease lease;

  @BeforeAll
  static void deploy() throws Exception {
    room = IngestionRoom.deploy(POSTGRES, VERTX, folder);
  }

  @BeforeEach
  void reset() {
    room.reset(POSTGRES.newTenant());
    lease = acquire();
  }

  private static Lease acquire() {
    return POSTGRES
        .database()
        .asSystem(tx ->
            new Leases()
                .acquire(
                    tx,
                    "job." + UUID.randomUUID(),
                    room.tenant.organizationId(),
                    UUID.randomUUID(),
                    Duration.ofMinutes(1)))
        .orElseThrow();
  }

  private static void set(String assignments, UUID id) {
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(tx, "UPDATE document SET " + assignments + " WHERE id = $1", Tuple.of(id)));
  }

  private static UUID ready(String name, String text) {
    UUID id = room.upload(name, text.getBytes(StandardCharsets.UTF_8)).document().id();
    room.chunk(id);
    room.embed(id);
    set("status = 'ready'", id);
    return id;
  }

  private StepDone step(JobKind kind, String arguments, Optional<StepDone> before) {
    return room.ask(
        IngestionBus.RUN_STEP,
        new RunStep(
            UUID.randomUUID(),
            kind,
            room.tenant,
            lease,
            arguments,
            before.flatMap(StepDone::cursor),
            before.map(StepDone::result).orElse("{}")));
  }

  private StepDone run(JobKind kind, String arguments, Predicate<StepDone> until) {
    StepDone done = step(kind, arguments, Optional.empty());
    for (int steps = 0; done.cursor().isPresent() && !until.test(done); steps++) {
      assertThat(steps).isLessThan(1_000);
      done = step(kind, arguments, Optional.of(done));
    }
    return done;
  }

  private static final String ALL = "{\"documentIds\":[]}";

  private static long versions(UUID id) {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT count(DISTINCT version) AS versions FROM chunk WHERE document_id = $1",
                    Tuple.of(id),
                    row -> row.getLong("versions"))
                .orElseThrow());
  }

  @Test
  void makesADocumentAnewWhileTheOldOneStaysAsItIs() {
    UUID id = ready("a.txt", "Anew " + sentences(60));
    List<ChunkView> before = room.chunks(id);
    int facts = room.facts(id).size();
    StepDone made =
        run(
            JobKind.REBUILD,
            ALL,
            done -> {
              if (room.document(id).status() == DocumentStatus.READY) {
                assertThat(room.chunks(id)).isEqualTo(before);
                return false;
              }
              return true;
            });
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.INDEXING);
    List<ChunkView> now = room.chunks(id);
    assertThat(now)
        .extracting(ChunkView::text)
        .isEqualTo(before.stream().map(ChunkView::text).toList());
    assertThat(now).doesNotContainAnyElementsOf(before);
    assertThat(versions(id)).as("the old ones are there until the index knows").isEqualTo(2);
    assertThat(room.facts(id)).hasSize(facts + 1);
    DocumentEvents.Embedded told = DocumentEvents.EMBEDDED.read(room.lastFact(id));
    assertThat(told.version()).isEqualTo(2);
    assertThat(JobResult.of(made.result()).count("rebuilt")).isEqualTo(1);
    set("status = 'ready', updated_at = now() - interval '1 hour'", id);
    StepDone last = made;
    while (last.cursor().isPresent()) {
      last = step(JobKind.REBUILD, ALL, Optional.of(last));
    }
    assertThat(versions(id)).isEqualTo(1);
    assertThat(room.chunks(id)).isEqualTo(now);
    assertThat(last.done()).isEqualTo(1);
  }

  @Test
  void changesNothingWhenAStepIsAskedForAgain() {
    UUID id = ready("a.txt", "Twice " + sentences(40));
    Optional<StepDone> before = Optional.empty();
    while (room.document(id).status() == DocumentStatus.READY) {
      step(JobKind.REBUILD, ALL, before);
      Optional<StepDone> again = Optional.of(step(JobKind.REBUILD, ALL, before));
      if (room.document(id).status() == DocumentStatus.READY) {
        before = again;
      }
    }
    int facts = room.facts(id).size();
    StepDone again = step(JobKind.REBUILD, ALL, before);
    assertThat(room.facts(id)).hasSize(facts);
    assertThat(JobResult.of(again.result()).count("skipped")).isEqualTo(1);
    assertThat(room.document(id).chunks()).isEqualTo(room.chunks(id).size());
  }

  @Test
  void writesNothingForAHolderThatWasFollowedByAnother() {
    UUID id = ready("a.txt", "Fenced " + sentences(30));
    StepDone begun = step(JobKind.REBUILD, ALL, Optional.empty());
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(
                tx, "UPDATE lease SET term = term + 1 WHERE name = $1", Tuple.of(lease.name())));
    int embedded = room.embedding.textsEmbedded.get();
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(() -> step(JobKind.REBUILD, ALL, Optional.of(begun)))
        .withMessageContaining("no longer this node's");
    assertThat(room.embedding.textsEmbedded.get()).isGreaterThan(embedded);
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.READY);
  }

  @Test
  void leavesAloneWhatSomebodyElseHasBegunAnew() {
    UUID id = ready("a.txt", "Else " + sentences(30));
    StepDone begun = step(JobKind.REBUILD, ALL, Optional.empty());
    set("status = 'received', version = version + 1", id);
    StepDone next = step(JobKind.REBUILD, ALL, Optional.of(begun));
    assertThat(JobResult.of(next.result()).count("skipped")).isEqualTo(1);
    assertThat(room.document(id).status()).isEqualTo(DocumentStatus.RECEIVED);
  }

  @Test
  void beginsOneAgainWhoseModelHasChangedMeanwhile() {
    UUID id = ready("a.txt", "Model " + sentences(30));
    StepDone begun = step(JobKind.REBUILD, ALL, Optional.empty());
    room.embedding.model = "two";
    StepDone next = step(JobKind.REBUILD, ALL, Optional.of(begun));
    assertThat(JobResult.of(next.result()).count("begunAnew")).isEqualTo(1);
    while (room.document(id).status() == DocumentStatus.READY) {
      next = step(JobKind.REBUILD, ALL, Optional.of(next));
    }
    assertThat(DocumentEvents.EMBEDDED.read(room.lastFact(id)).model()).isEqualTo("two");
  }

  @Test
  void rebuildsOnlyWhatIsMeant() {
    UUID meant = ready("a.txt", "Meant " + sentences(10));
    UUID other = ready("b.txt", "Other " + sentences(10));
    run(JobKind.REBUILD, "{\"documentIds\":[\"" + meant + "\"]}", done -> done.pauseMillis() > 0);
    assertThat(room.document(meant).status()).isEqualTo(DocumentStatus.INDEXING);
    assertThat(room.document(other).status()).isEqualTo(DocumentStatus.READY);
  }

  @Test
  void reportsDocumentsOfTheSameTextAndRemovesThemOnlyWhenAsked() {
    UUID first = ready("first.txt", "The pump is red.  It\nruns.");
    UUID second = ready("second.txt", "the PUMP is red - it runs!");
    UUID other = ready("other.txt", "The pump is blue. It runs.");
    StepDone reported = run(JobKind.DEDUPE, "{\"remove\":false}", done -> false);
    assertThat(reported.result()).contains(first.toString(), second.toString(), "second.txt");
    assertThat(JobResult.of(reported.result()).count("duplicates")).isEqualTo(1);
    assertThat(room.document(second).status()).isEqualTo(DocumentStatus.READY);
    StepDone removed = run(JobKind.DEDUPE, "{\"remove\":true}", done -> false);
    assertThat(JobResult.of(removed.result()).count("removed")).isEqualTo(1);
    assertThat(room.document(first).status()).isEqualTo(DocumentStatus.READY);
    assertThat(room.document(other).status()).isEqualTo(DocumentStatus.READY);
    assertThat(room.lastFact(second).type()).isEqualTo(DocumentEvents.DELETED.name());
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(
            () -> room.ask(IngestionBus.FIND_DOCUMENT, new FindDocument(room.tenant, second)));
  }

  @Test
  void deletesDocumentsThatAreTooOld() {
    UUID old = ready("old.txt", "Old " + sentences(5));
    UUID young = ready("young.txt", "Young " + sentences(5));
    set("created_at = now() - interval '31 days'", old);
    StepDone kept =
        run(JobKind.RETENTION, "{\"olderThanDays\":30,\"of\":[\"conversations\"]}", done -> false);
    assertThat(kept.done()).isZero();
    StepDone done =
        run(JobKind.RETENTION, "{\"olderThanDays\":30,\"of\":[\"documents\"]}", any -> false);
    assertThat(done.done()).isEqualTo(1);
    assertThat(room.document(young).status()).isEqualTo(DocumentStatus.READY);
    assertThat(room.lastFact(old).type()).isEqualTo(DocumentEvents.DELETED.name());
  }

  @Test
  void cleansUpWhatACancelledRebuildHasLeft() {
    UUID id = ready("a.txt", "Left " + sentences(30));
    step(JobKind.REBUILD, ALL, Optional.empty());
    assertThat(versions(id)).isEqualTo(2);
    run(JobKind.CLEANUP, "{}", done -> false);
    assertThat(versions(id)).as("it may still be going").isEqualTo(2);
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(
                tx,
                "UPDATE document_rebuild SET created_at = now() - interval '1 day'"
                    + " WHERE document_id = $1",
                Tuple.of(id)));
    StepDone done = run(JobKind.CLEANUP, "{}", any -> false);
    assertThat(JobResult.of(done.result()).count("replacedChunks")).isPositive();
    assertThat(versions(id)).isEqualTo(1);
    assertThat(room.chunks(id)).isNotEmpty();
  }
}
