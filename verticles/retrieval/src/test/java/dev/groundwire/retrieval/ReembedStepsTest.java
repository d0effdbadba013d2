package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Lease;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.bus.retrieval.FindPassages;
import dev.groundwire.bus.retrieval.Passage;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.bus.retrieval.SearchMode;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReembedStepsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path data;
  private final Library library = new Library(POSTGRES.database());
  private final Tenant tenant = POSTGRES.newTenant();
  private Room room;

  @BeforeAll
  static void deployEmbeddings() throws TimeoutException {
    VERTX.deploy(new HashedEmbeddings());
  }

  @BeforeEach
  void open() throws TimeoutException {
    put(HashedEmbeddings.MODEL, "current");
    put(HashedEmbeddings.OTHER, "building");
    room = Room.open(VERTX, data, POSTGRES.database());
  }

  @AfterEach
  void close() throws TimeoutException {
    room.close();
  }

  private static void put(String model, String state) {
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(
                tx,
                """
                INSERT INTO embedding_generation (model, dimensions, state)
                VALUES ($1, 256, $2)
                ON CONFLICT (model) DO UPDATE SET state = excluded.state
                """,
                Tuple.of(model, state)));
  }

  /** As ingestion does it. */
  private static void embedAgain(Book book) {
    POSTGRES
        .database()
        .asSystem(tx -> {
          Rows.update(
              tx, "UPDATE document SET status = 'ready' WHERE id = $1", Tuple.of(book.id()));
          List<Tuple> rows =
              Rows.list(
                  tx,
                  "SELECT id, text FROM chunk WHERE document_id = $1",
                  Tuple.of(book.id()),
                  row -> Tuple.of(row.getUUID("id"), bytes(row.getString("text"))));
          return Rows.batch(
              tx,
              """
              INSERT INTO chunk_vector
                (chunk_id, generation, organization_id, document_id, version, vector)
              SELECT c.id, g.id, c.organization_id, c.document_id, c.version, $2
              FROM chunk c, embedding_generation g
              WHERE c.id = $1 AND g.model = 'hashed@2'
              """,
              rows);
        });
  }

  private static Buffer bytes(String text) {
    Buffer bytes = Buffer.buffer();
    for (float value : HashedEmbeddings.other(text)) {
      bytes.appendIntLE(Float.floatToIntBits(value));
    }
    return bytes;
  }

  private JobResult run() {
    Optional<String> cursor = Optional.empty();
    String result = "{}";
    for (int steps = 0; steps < 10; steps++) {
      StepDone done =
          new Bus(VERTX.vertx())
              .request(
                  RetrievalBus.RUN_STEP,
                  new RunStep(
                      UUID.randomUUID(),
                      JobKind.REEMBED,
                      tenant,
                      new Lease("job.x", UUID.randomUUID(), 1),
                      "{}",
                      cursor,
                      result),
                  PATIENCE)
              .await();
      result = done.result();
      cursor = done.cursor();
      if (cursor.isEmpty()) {
        return JobResult.of(result);
      }
    }
    throw new AssertionError("no end: " + result);
  }

  private List<Passage> search(String question) {
    return room.find(
        new FindPassages(tenant, question, 10, SearchMode.DENSE, PassageFilter.NONE, true));
  }

  private static String model(List<Passage> found) {
    return found.getFirst().explain().orElseThrow().model();
  }

  private void awaitModel(String model) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!model(search("pump")).equals(model)) {
      assertThat(System.nanoTime()).as("searches follow").isLessThan(end);
    }
  }

  @Test
  void indexesFurtherVectorsComparesAndFollowsTheSwitch() {
    Book pump = library.add(tenant, "en", "a red pump of the old mill", "a green door");
    room.index(library.embedded(pump));
    assertThat(model(search("pump"))).isEqualTo(HashedEmbeddings.MODEL);

    embedAgain(pump);
    JobResult result = run();
    assertThat(result.count("indexed")).isOne();
    assertThat(result.count("questions")).isEqualTo(2);
    assertThat(result.count("foundOfTen")).isEqualTo(4);
    assertThat(result.count("sharedOfTen")).isEqualTo(4);
    assertThat(run().count("indexed")).as("again").isZero();

    put(HashedEmbeddings.MODEL, "retired");
    put(HashedEmbeddings.OTHER, "current");
    awaitModel(HashedEmbeddings.OTHER);
    assertThat(search("red pump"))
        .extracting(Passage::text)
        .containsExactly("a red pump of the old mill", "a green door");

    Book late = library.add(tenant, "en", "a late pump");
    embedAgain(late);
    room.index(library.embedded(late));
    assertThat(search("late")).hasSize(3);
  }
}
