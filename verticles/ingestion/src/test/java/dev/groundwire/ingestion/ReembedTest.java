package dev.groundwire.ingestion;

import static dev.groundwire.ingestion.UploadedText.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.bus.Lease;
import dev.groundwire.bus.ingestion.GenerationState;
import dev.groundwire.bus.ingestion.GenerationView;
import dev.groundwire.bus.ingestion.IngestionBus;
import dev.groundwire.bus.ingestion.ListGenerations;
import dev.groundwire.bus.ingestion.RetireGeneration;
import dev.groundwire.bus.ingestion.SwitchGeneration;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.platform.lease.Leases;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From one embedding model to another, and back. */
class ReembedTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();
  @TempDir static Path folder;

  private static IngestionRoom room;
  private Lease lease;

  @BeforeAll
  static void deploy() throws Exception {
    room = IngestionRoom.deploy(POSTGRES, VERTX, folder);
  }

  /** Models are for all organizations. */
  @BeforeEach
  void reset() {
    POSTGRES
        .database()
        .asSystem(tx -> {
          Rows.update(tx, "DELETE FROM document", Tuple.tuple());
          return Rows.update(tx, "DELETE FROM embedding_generation", Tuple.tuple());
        });
    room.reset(POSTGRES.newTenant());
    room.embedding.other = Optional.of("two");
    lease =
        POSTGRES
            .database()
            .asSystem(tx ->
                new Leases()
                    .acquire(
                        tx, "job." + UUID.randomUUID(), UUID.randomUUID(), Duration.ofMinutes(1)))
            .orElseThrow();
  }

  private UUID ready(String name) {
    String text = name + ". " + sentences(12);
    UUID id = room.upload(name, text.getBytes(StandardCharsets.UTF_8)).document().id();
    room.chunk(id);
    room.embed(id);
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(tx, "UPDATE document SET status = 'ready' WHERE id = $1", Tuple.of(id)));
    return id;
  }

  private StepDone step(Optional<String> cursor, String result) {
    return room.ask(IngestionBus.RUN_STEP, run(cursor, result));
  }

  private Future<StepDone> asked() {
    return room.bus.request(
        IngestionBus.RUN_STEP, run(Optional.empty(), "{}"), Duration.ofSeconds(60));
  }

  private RunStep run(Optional<String> cursor, String result) {
    return new RunStep(
        UUID.randomUUID(), JobKind.REEMBED, room.tenant, lease, "{}", cursor, result);
  }

  /** The job to its end, with what retrieval would add. */
  private JobResult reembed() {
    StepDone done = step(Optional.empty(), "{}");
    while (done.cursor().isPresent()) {
      done = step(done.cursor(), done.result());
    }
    String indexed = JobResult.of(done.result()).plus("indexRounds", 1).text();
    return JobResult.of(step(Optional.empty(), indexed).result());
  }

  private GenerationView generation(String model) {
    return room.ask(IngestionBus.LIST_GENERATIONS, new ListGenerations()).items().stream()
        .filter(view -> view.model().equals(model))
        .findFirst()
        .orElseThrow();
  }

  private GenerationView switchTo(String model) {
    return room.ask(IngestionBus.SWITCH_GENERATION, new SwitchGeneration(generation(model).id()));
  }

  private void assertConflict(Runnable refused) {
    assertThatExceptionOfType(BusFailure.class)
        .isThrownBy(refused::run)
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CONFLICT));
  }

  private long count(String table, String condition) {
    return POSTGRES
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT count(*) AS rows FROM " + table + " WHERE " + condition,
                    Tuple.tuple(),
                    row -> row.getLong("rows"))
                .orElseThrow());
  }

  @Test
  void makesTheVectorsOfTheNextModelAndSwitchesThereAndBack() {
    ready("before.txt");
    ready("before-too.txt");
    long chunks = count("chunk", "true");
    StepDone begun = step(Optional.empty(), "{}");
    assertThat(generation("two").state()).isEqualTo(GenerationState.BUILDING);
    assertThat(begun.total()).isEqualTo(chunks);
    UUID during = ready("during.txt");
    assertThat(count("chunk_vector", "document_id = '" + during + "'"))
        .isEqualTo(room.chunks(during).size());

    reembed();
    long now = count("chunk", "true");
    assertThat(count("chunk_vector", "true")).isEqualTo(now);
    assertThat(generation("two").missing()).isZero();
    assertThat(switchTo("two").state()).isEqualTo(GenerationState.CURRENT);
    assertThat(generation("one").state()).isEqualTo(GenerationState.COMPLETE);

    ready("after.txt");
    assertThat(count("chunk", "embedding_model = 'two'")).isPositive();
    assertThat(generation("one").missing()).isZero();
    assertThat(switchTo("one").state()).isEqualTo(GenerationState.CURRENT);
  }

  @Test
  void refusesToSwitchToWhatLacksAVectorOrIsNotServed() {
    UUID id = ready("before.txt");
    step(Optional.empty(), "{}");
    assertConflict(() -> switchTo("two"));
    reembed();
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(
                tx,
                "DELETE FROM chunk_vector WHERE ctid IN (SELECT ctid FROM chunk_vector WHERE"
                    + " document_id = $1 LIMIT 1)",
                Tuple.of(id)));
    assertConflict(() -> switchTo("two"));
    assertThat(reembed().count("embedded")).isEqualTo(1);
    room.embedding.other = Optional.empty();
    assertConflict(() -> switchTo("two"));
    assertThat(generation("one").state()).isEqualTo(GenerationState.CURRENT);
  }

  @Test
  void twoStepsAtOnceMakeNoVectorTwiceAndLeaveNoneOut() {
    ready("before.txt");
    Future.all(asked(), asked()).await();
    reembed();
    assertThat(count("chunk_vector", "true")).isEqualTo(count("chunk", "true"));
  }

  @Test
  void aModelThatIsOnlyToFollowStopsNoDocument() {
    ready("before.txt");
    reembed();
    room.embedding.other = Optional.empty();
    UUID id = ready("without.txt");
    assertThat(room.document(id).status().text()).isEqualTo("ready");
    assertThat(generation("two").missing()).isEqualTo(room.chunks(id).size());
  }

  @Test
  void takesWhatIsRetiredAwayAndMovesWhatIsCurrentIntoItsPlace() {
    ready("before.txt");
    reembed();
    switchTo("two");
    ready("after.txt");
    assertConflict(() ->
        room.ask(IngestionBus.RETIRE_GENERATION, new RetireGeneration(generation("two").id())));
    room.ask(IngestionBus.RETIRE_GENERATION, new RetireGeneration(generation("one").id()));
    reembed();
    assertThat(count("chunk_vector", "true")).isZero();
    assertThat(count("chunk", "embedding_model <> 'two'")).isZero();
    assertThat(count("document", "embedding_model <> 'two'")).isZero();
    assertThat(generation("two").missing()).isZero();
    assertThat(generation("one").state()).isEqualTo(GenerationState.RETIRED);

    room.embedding.model = "two";
    room.embedding.other = Optional.of("three");
    reembed();
    assertThat(generation("three").state()).isEqualTo(GenerationState.COMPLETE);
    assertThat(count("embedding_generation", "model = 'one'")).isZero();
  }
}
