package dev.groundwire.retrieval.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.ModelVector;
import dev.groundwire.retrieval.index.PassageIndex;
import dev.groundwire.retrieval.index.PassageIndexContract;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgvectorPassageIndexTest implements PassageIndexContract {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();

  private static PgvectorPassageIndex index;

  @BeforeAll
  static void open() {
    index = another();
  }

  /** As another node has it. */
  private static PgvectorPassageIndex another() {
    return PgvectorPassageIndex.open(
        PgvectorSettings.forTests(),
        POSTGRES.login().connectOptions(),
        POSTGRES.database(),
        POSTGRES.database());
  }

  @AfterAll
  static void close() {
    index.close();
  }

  @Override
  public PassageIndex index() {
    return new FiledIndex(POSTGRES.database(), index);
  }

  @Test
  void losesItsPassagesWithTheirDocument() {
    IndexedDocument document = write("a red pump");

    POSTGRES
        .database()
        .inTenant(
            document.tenant().organizationId(),
            tx ->
                Rows.update(
                    tx, "DELETE FROM document WHERE id = $1", Tuple.of(document.documentId())));

    assertThat(index.find(document.documentId())).isEmpty();
    assertThat(postings(document.tenant())).isZero();
  }

  @Test
  void losesAPassageWithItsChunk() {
    IndexedDocument document = write("a red pump", "a blue pump");

    POSTGRES
        .database()
        .inTenant(
            document.tenant().organizationId(),
            tx ->
                Rows.update(
                    tx,
                    """
                    DELETE FROM chunk WHERE document_id = $1
                      AND ordinal = (SELECT min(ordinal) FROM chunk WHERE document_id = $1)
                    """,
                    Tuple.of(document.documentId())));

    assertThat(index.find(document.documentId()).orElseThrow().chunks()).isEqualTo(1);
    assertThat(found(document.tenant(), "red")).isEmpty();
    assertThat(found(document.tenant(), "blue")).hasSize(1);
  }

  @Test
  void keepsNoPostingsOfWhatIsReplaced() {
    IndexedDocument document = write("one two three four");
    int before = postings(document.tenant());

    index().replace(document, pages("alpha beta gamma delta"));

    assertThat(before).isPositive();
    assertThat(postings(document.tenant())).isEqualTo(before);
    assertThat(found(document.tenant(), "three")).isEmpty();
  }

  @Test
  void keepsTheOldVersionWhenTheNewOneCannotBeReadToItsEnd() {
    IndexedDocument document = write("a red pump");
    Iterator<List<IndexedChunk>> broken =
        IntStream.range(0, 9)
            .mapToObj(page -> {
              if (page == 8) {
                throw new IllegalStateException("the database is away");
              }
              return List.of(chunk("a blue pump"));
            })
            .iterator();

    assertThatThrownBy(() -> index().replace(document, broken)).hasMessageContaining("away");

    assertThat(found(document.tenant(), "red")).hasSize(1);
    assertThat(found(document.tenant(), "blue")).isEmpty();
  }

  @Test
  void leavesOutChunksThatAreGoneMeanwhile() {
    IndexedDocument document = write("a red pump");

    index.replace(document, List.of(List.of(chunk("a blue pump"))).iterator());

    assertThat(index.find(document.documentId())).isEmpty();
    assertThat(postings(document.tenant())).isZero();
  }

  @Test
  void findsAtOnceWhatAnotherNodeHasIndexed() {
    try (PgvectorPassageIndex other = another()) {
      IndexedDocument document = write("a red pump");

      assertThat(other.search(words(document.tenant(), "pump")).lexical()).hasSize(1);
      assertThat(other.list(Optional.empty(), 1_000))
          .anyMatch(state -> state.documentId().equals(document.documentId()));
    }
  }

  @Test
  void takesTheDocumentsOfSeveralNodesAtOnce() throws InterruptedException {
    IndexedDocument document = document(tenant());
    try (PgvectorPassageIndex other = another()) {
      List<Thread> writers = new ArrayList<>();
      for (PassageIndex each : List.of(index, other, index, other)) {
        FiledIndex filed = new FiledIndex(POSTGRES.database(), each);
        writers.add(
            Thread.ofVirtual()
                .start(() -> filed.replace(document, pages("a red pump", "and more"))));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }

    assertThat(index.find(document.documentId()).orElseThrow().chunks()).isEqualTo(2);
    assertThat(found(document.tenant(), "pump")).hasSize(1);
  }

  @Test
  void takesTheFirstDocumentsOfANewModelAllAtOnce() throws InterruptedException {
    Tenant tenant = tenant();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      IndexedChunk chunk =
          new IndexedChunk(
              UUID.randomUUID(), "", "x", Optional.of(new ModelVector("new", new float[] {1, 0})));
      writers.add(
          Thread.ofVirtual()
              .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
              .start(() -> index().replace(document(tenant), List.of(List.of(chunk)).iterator())));
    }
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(failures).isEmpty();
  }

  @Test
  void findsALanguageThatHasJustComeToALargeWorkspace() {
    IndexedDocument english =
        write(IntStream.range(0, 1_001).mapToObj(i -> "pump n" + i).toArray(String[]::new));
    assertThat(found(english.tenant(), "pump")).hasSize(10);

    IndexedDocument german =
        new IndexedDocument(
            english.tenant(),
            UUID.randomUUID(),
            1,
            "x",
            Optional.of("de"),
            List.of(),
            Instant.EPOCH);
    index().replace(german, pages("Die Häuser der Nachbarn"));

    assertThat(found(english.tenant(), "Haus")).hasSize(1);
  }

  @Test
  void showsNothingToASessionWithoutATenant() {
    write("a red pump");

    for (String table : List.of("passage", "posting")) {
      int seen =
          POSTGRES
              .pool()
              .query("SELECT count(*)::int AS rows FROM " + table)
              .execute()
              .await()
              .iterator()
              .next()
              .getInteger("rows");
      assertThat(seen).isZero();
    }
  }

  @Test
  void scoresAsLuceneDoes() {
    // BM25 with k1 1.2 and b 0.75: two passages of 3 and 5 words, the word in one of them, once.
    IndexedDocument document =
        new IndexedDocument(
            tenant(), UUID.randomUUID(), 1, "x", Optional.empty(), List.of(), Instant.EPOCH);
    index().replace(document, pages("red pump", "blue valve green tank"));

    double score = found(document.tenant(), "red").getFirst().score();

    double rarity = Math.log(1 + (2 - 1 + 0.5) / (1 + 0.5));
    assertThat(score).isCloseTo(rarity / (1 + 1.2 * (0.25 + 0.75 * 3 / 4)), within(1e-9));
  }

  private IndexedDocument write(String... texts) {
    IndexedDocument document = document(tenant());
    index().replace(document, pages(texts));
    return document;
  }

  private static Tenant tenant() {
    return new Tenant(UUID.randomUUID(), UUID.randomUUID());
  }

  private static IndexedDocument document(Tenant tenant) {
    return new IndexedDocument(
        tenant, UUID.randomUUID(), 1, "x", Optional.of("en"), List.of(), Instant.EPOCH);
  }

  private static Iterator<List<IndexedChunk>> pages(String... texts) {
    return List.of(Stream.of(texts).map(PgvectorPassageIndexTest::chunk).toList()).iterator();
  }

  private static IndexedChunk chunk(String text) {
    return new IndexedChunk(
        UUID.randomUUID(), "", text, Optional.of(new ModelVector("m", new float[] {1, 0})));
  }

  private static IndexQuery words(Tenant tenant, String words) {
    return new IndexQuery(
        tenant, PassageFilter.NONE, Set.of(), 10, Optional.empty(), Optional.of(words));
  }

  private static List<IndexHit> found(Tenant tenant, String words) {
    return index.search(words(tenant, words)).lexical();
  }

  private static int postings(Tenant tenant) {
    return POSTGRES
        .database()
        .inTenant(
            tenant.organizationId(),
            tx ->
                Rows.first(
                        tx,
                        "SELECT count(*)::int AS rows FROM posting",
                        Tuple.tuple(),
                        (Row row) -> row.getInteger("rows"))
                    .orElseThrow());
  }
}
