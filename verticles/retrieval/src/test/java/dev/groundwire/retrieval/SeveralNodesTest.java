package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rooms of two nodes over one database, which is their index as well. */
class SeveralNodesTest {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();
  @RegisterExtension static final VertxFixture ONE = new VertxFixture();
  @RegisterExtension static final VertxFixture OTHER = new VertxFixture();

  @TempDir Path data;
  private Library library;
  private Tenant tenant;
  private Room one;
  private Room other;

  @BeforeAll
  static void deployEmbeddings() throws TimeoutException {
    ONE.deploy(new HashedEmbeddings());
    OTHER.deploy(new HashedEmbeddings());
  }

  @BeforeEach
  void open() throws TimeoutException {
    library = new Library(POSTGRES.database());
    tenant = POSTGRES.newTenant();
    one = Room.openShared(ONE, data, POSTGRES);
    other = Room.openShared(OTHER, data, POSTGRES);
  }

  @AfterEach
  void close() throws TimeoutException {
    one.close();
    other.close();
  }

  @Test
  void findOnOneWhatWasIndexedOnTheOther() {
    one.index(library.embedded(library.add(tenant, "en", "a red pump", "a blue valve")));

    assertThat(other.texts(tenant, "pump").getFirst()).isEqualTo("a red pump");
  }

  @Test
  void findNothingOfADocumentThatIsDeletedAnywhere() {
    Book book = library.add(tenant, "en", "a red pump");
    one.index(library.embedded(book));
    library.delete(book);

    assertThat(one.texts(tenant, "pump")).isEmpty();
    assertThat(other.texts(tenant, "pump")).isEmpty();
  }

  @Test
  void showTheNewVersionOnly() {
    Book first = library.add(tenant, "en", "a red pump");
    one.index(library.embedded(first));
    Book second = library.revise(first, "a blue pump");
    other.index(library.embedded(second));
    one.index(library.embedded(first)); // late, and void

    assertThat(one.texts(tenant, "pump")).containsExactly("a blue pump");
    assertThat(other.texts(tenant, "pump")).containsExactly("a blue pump");
  }

  @Test
  void mendAtTheStartWhatNobodyIndexed() throws TimeoutException {
    library.add(tenant, "en", "a red pump");
    one.close();
    one = Room.openShared(ONE, data, POSTGRES);

    assertThat(one.drift()).isEqualTo(1);
    assertThat(other.texts(tenant, "pump")).containsExactly("a red pump");
  }

  @Test
  void searchOnACopyThatTakesNoWrites() throws TimeoutException {
    Pool copy =
        ConnectionPool.open(
            ONE.vertx(),
            new PgConnectOptions(POSTGRES.login().connectOptions())
                .addProperty("default_transaction_read_only", "on"),
            new DatabaseConfig(null, 2, Duration.ofSeconds(10), Duration.ofSeconds(15)),
            "copy");
    one.close();
    one = Room.openShared(ONE, data, POSTGRES, new Database(copy));

    one.index(library.embedded(library.add(tenant, "en", "a red pump")));

    assertThat(one.texts(tenant, "pump")).containsExactly("a red pump");
    copy.close().await();
  }

  @Test
  void compareOneAfterTheOther() {
    SharedTurnRepository turn = new SharedTurnRepository(POSTGRES.database());
    SharedTurnRepository others = new SharedTurnRepository(POSTGRES.database());

    Optional<Drift> outer =
        turn.take(() -> {
          assertThat(others.take(() -> new Drift(1, 1, 1))).isEmpty();
          return Drift.NONE;
        });

    assertThat(outer).contains(Drift.NONE);
    assertThat(others.take(() -> new Drift(1, 0, 0))).contains(new Drift(1, 0, 0));
  }
}
