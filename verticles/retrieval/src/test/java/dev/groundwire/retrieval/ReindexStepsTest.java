package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Lease;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.jobs.JobKind;
import dev.groundwire.bus.jobs.JobResult;
import dev.groundwire.bus.jobs.RunStep;
import dev.groundwire.bus.jobs.StepDone;
import dev.groundwire.bus.retrieval.RetrievalBus;
import dev.groundwire.platform.bus.Bus;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReindexStepsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

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
    room = Room.open(VERTX, data, POSTGRES.database());
  }

  @AfterEach
  void close() throws TimeoutException {
    room.close();
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
                      JobKind.REINDEX,
                      tenant,
                      new Lease("job.x", UUID.randomUUID(), 1),
                      "{}",
                      cursor,
                      result),
                  Duration.ofSeconds(20))
              .await();
      result = done.result();
      cursor = done.cursor();
      if (cursor.isEmpty()) {
        return JobResult.of(result);
      }
    }
    throw new AssertionError("no end: " + result);
  }

  @Test
  void mendsWhatDiffersInTheWorkspaceAndWhatNobodyHas() {
    Book known = library.add(tenant, "en", "a red pump");
    room.index(library.embedded(known));
    Book gone = library.add(tenant, "en", "a lost pump");
    room.index(library.embedded(gone));
    library.delete(gone);
    library.add(tenant, "en", "a forgotten pump");
    Tenant other = POSTGRES.newTenant();
    library.add(other, "en", "another's pump");
    JobResult result = run();
    assertThat(result.count("compared")).isEqualTo(2);
    assertThat(result.count("mended")).isEqualTo(1);
    assertThat(result.count("orphaned")).isEqualTo(1);
    assertThat(room.texts(tenant, "pump"))
        .containsExactlyInAnyOrder("a red pump", "a forgotten pump");
    assertThat(room.texts(other, "pump")).as("not of this workspace").isEmpty();
    assertThat(run().count("mended")).isZero();
  }

  @Test
  void findsADocumentWhoseNextVersionIsNotIndexedYet() {
    Book book = library.add(tenant, "en", "a red pump");
    room.index(library.embedded(book));
    Book next = library.replace(book, "a blue pump");
    assertThat(room.texts(tenant, "pump")).containsExactly("a red pump");
    room.index(library.embedded(next));
    assertThat(room.texts(tenant, "pump")).containsExactly("a blue pump");
  }
}
