package dev.groundwire.retrieval.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NotedRemovalsTest {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();

  private static final PgvectorConfig CONFIG = PgvectorSettings.forTests();
  private static final int LARGE = 450;
  private static final String TEXT = "red pump";

  private static PgvectorPassageIndex index;
  private static TextAnalysis analysis;

  private final Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID());
  private final NotedRemovalRepository noted = new NotedRemovalRepository();

  @BeforeAll
  static void open() {
    analysis = new TextAnalysis(CONFIG);
    index =
        PgvectorPassageIndex.open(
            CONFIG, POSTGRES.login().connectOptions(), POSTGRES.database(), POSTGRES.database());
  }

  @AfterAll
  static void close() {
    index.close();
    analysis.close();
  }

  private UUID indexed(int chunks, String text) {
    IndexedDocument document =
        new IndexedDocument(
            tenant, UUID.randomUUID(), 1, "x", Optional.of("en"), List.of(), Instant.EPOCH);
    List<IndexedChunk> page =
        IntStream.range(0, chunks)
            .mapToObj(i -> new IndexedChunk(UUID.randomUUID(), "", text, Optional.empty()))
            .toList();
    new FiledIndex(POSTGRES.database(), index).replace(document, List.of(page).iterator());
    return document.documentId();
  }

  private <T> T whileRemoved(UUID document, Function<SqlConnection, T> look) {
    return POSTGRES
        .database()
        .inTenant(
            tenant.organizationId(),
            tx -> {
              Rows.update(tx, "DELETE FROM document WHERE id = $1", Tuple.of(document));
              return look.apply(tx);
            });
  }

  /** With nothing remembered of what there was. */
  private List<IndexHit> found(SqlConnection tx) {
    VectorSpaces spaces = new VectorSpaces(POSTGRES.database(), new VectorSpaceRepository(CONFIG));
    IndexQuery query =
        new IndexQuery(
            tenant, PassageFilter.NONE, Set.of(), 10, Optional.empty(), Optional.of(TEXT));
    return new PgvectorSearch(CONFIG, spaces, analysis::words).search(tx, query).lexical();
  }

  private static int postings(SqlConnection tx) {
    return Rows.first(
            tx, "SELECT count(*)::int FROM posting", Tuple.tuple(), row -> row.getInteger(0))
        .orElseThrow();
  }

  /** They would have taken all places of those that are still there, and made the words common. */
  @Test
  void areNotSeenByASearch() {
    indexed(2, "a red pump in the cellar");
    indexed(20, "a blue valve");
    UUID large = indexed(LARGE, TEXT);

    whileRemoved(
        large,
        tx -> {
          List<IndexHit> before = found(tx);
          assertThat(postings(tx)).isGreaterThan(2 * LARGE);
          assertThat(noted.step(tx, 2 * LARGE)).isEqualTo(LARGE);
          assertThat(postings(tx)).isLessThan(2 * LARGE);
          assertThat(before).hasSize(2).isEqualTo(found(tx));
          return tx;
        });
  }

  @Test
  void areDoneInSteps() {
    UUID large = indexed(LARGE, TEXT);

    whileRemoved(
        large,
        tx -> {
          assertThat(IntStream.range(0, 4).map(step -> noted.step(tx, 200)))
              .containsExactly(200, 200, 50, 0);
          assertThat(postings(tx)).isZero();
          return tx;
        });
  }

  @Test
  void areNotWaitedForWithFewPassages() {
    UUID small = indexed(100, TEXT);

    assertThat(whileRemoved(small, NotedRemovalsTest::postings)).isZero();
  }

  @Test
  void areLeftToTheNodeThatIsAtThem() {
    UUID large = indexed(LARGE, TEXT);
    whileRemoved(large, tx -> tx);

    int seenByAll =
        POSTGRES
            .database()
            .asSystem(tx -> {
              int mine = noted.step(tx, 2 * LARGE);
              try (NotedRemovals other = new NotedRemovals(POSTGRES.database())) {
                return mine + other.removeAll();
              }
            });

    // The index looks by itself, and may have been the first.
    assertThat(seenByAll).isBetween(0, LARGE);
  }
}
