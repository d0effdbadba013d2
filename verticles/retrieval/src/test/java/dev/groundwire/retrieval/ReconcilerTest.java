package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.Library.Book;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.lucene.LucenePassageIndex;
import dev.groundwire.retrieval.lucene.LuceneSettings;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  @TempDir Path data;
  private Tenant tenant;
  private Library library;
  private LucenePassageIndex index;
  private IndexedDocuments documents;
  private Reconciler reconciler;

  @BeforeEach
  void open() {
    tenant = POSTGRES.newTenant();
    library = new Library(POSTGRES.database());
    index = LucenePassageIndex.open(LuceneSettings.forTests(), data.resolve("index"));
    documents =
        new IndexedDocuments(
            POSTGRES.database(),
            index,
            new Tombstones(Clock.systemUTC(), Duration.ofMinutes(1), 10),
            Duration.ofSeconds(10));
    reconciler = new Reconciler(POSTGRES.database(), index, documents);
    reconciler.reconcile(Duration.ZERO); // what other tests of this class left in the database
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void findsNothingToMendTwice() {
    library.add(tenant, "en", "a pump");

    assertThat(reconciler.reconcile(Duration.ZERO)).isEqualTo(new Drift(1, 0, 0));
    assertThat(reconciler.reconcile(Duration.ZERO)).isEqualTo(Drift.NONE);
  }

  @Test
  void tellsMissingFromStaleFromOrphaned() {
    Book stale = library.add(tenant, "en", "a pump");
    Book deleted = library.add(tenant, "en", "a valve");
    Book failed = library.add(tenant, "en", "a pipe");
    reconciler.reconcile(Duration.ZERO);
    library.revise(stale, "a pump", "and another");
    library.delete(deleted);
    library.fail(failed);
    Book missing = library.add(tenant, "en", "a tank");

    assertThat(reconciler.reconcile(Duration.ZERO)).isEqualTo(new Drift(1, 1, 2));
    assertThat(index.find(stale.id()))
        .contains(new IndexedState(stale.id(), 2, 2, HashedEmbeddings.MODEL));
    assertThat(index.find(missing.id())).isPresent();
    assertThat(index.find(deleted.id())).isEmpty();
    assertThat(index.find(failed.id())).isEmpty();
  }

  @Test
  void followsADatabaseThatCameBackFromABackup() {
    Book book = library.add(tenant, "en", "a pump");
    reconciler.reconcile(Duration.ZERO);
    Book ahead = library.revise(book, "a pump, revised");
    documents.index(tenant.organizationId(), ahead.id(), ahead.version());
    POSTGRES
        .database()
        .asSystem(tx -> {
          Rows.update(tx, "UPDATE chunk SET version = 1 WHERE document_id = $1", id(book));
          return Rows.update(tx, "UPDATE document SET version = 1 WHERE id = $1", id(book));
        });

    assertThat(reconciler.reconcile(Duration.ZERO)).isEqualTo(new Drift(0, 1, 0));
    assertThat(index.find(book.id()).map(IndexedState::version)).contains(1);
  }

  @Test
  void leavesDocumentsThatJustChangedToTheirEvents() {
    Book book = library.add(tenant, "en", "a pump");
    POSTGRES
        .database()
        .asSystem(tx ->
            Rows.update(tx, "UPDATE document SET updated_at = now() WHERE id = $1", id(book)));

    assertThat(reconciler.reconcile(Duration.ofHours(1))).isEqualTo(Drift.NONE);
    assertThat(reconciler.reconcile(Duration.ZERO)).isEqualTo(new Drift(1, 0, 0));
  }

  @Test
  void expectsNothingOfADocumentWithoutChunks() {
    library.add(tenant, "en");

    assertThat(reconciler.reconcile(Duration.ZERO)).isEqualTo(Drift.NONE);
  }

  @Test
  void walksThroughMorePagesThanOne() {
    List<Book> books = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) {
      books.add(library.add(tenant, "en", "pump " + i));
    }

    assertThat(reconciler.reconcile(Duration.ZERO)).isEqualTo(new Drift(1_100, 0, 0));
    books.forEach(library::delete);
    assertThat(reconciler.reconcile(Duration.ZERO)).isEqualTo(new Drift(0, 0, 1_100));
  }

  private static Tuple id(Book book) {
    return Tuple.of(book.id());
  }
}
