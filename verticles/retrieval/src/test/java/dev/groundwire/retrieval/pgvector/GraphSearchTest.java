package dev.groundwire.retrieval.pgvector;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same rules where nothing is small: vectors by the graph, and every word but one weighs. */
class GraphSearchTest implements PassageIndexContract {
  @RegisterExtension static final PostgresFixture POSTGRES = PostgresFixture.withVectors();

  private static final int DIMENSIONS = 32;
  private static PgvectorPassageIndex index;

  @BeforeAll
  static void open() throws SQLException {
    // Few rows are cheaper to sort than a graph is to search: the planner may not know that here.
    String never = "ALTER DATABASE " + POSTGRES.login().database() + " SET enable_sort = off";
    try (Connection connection =
            DriverManager.getConnection(
                POSTGRES.login().jdbcUrl(), POSTGRES.login().user(), POSTGRES.login().password());
        Statement statement = connection.createStatement()) {
      statement.execute(never);
    }
    index =
        PgvectorPassageIndex.open(
            PgvectorSettings.with(0, 1),
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
  void findsNearlyAllOfWhatComparingOneByOneFinds() {
    Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID());
    Random random = new Random(1);
    for (int document = 0; document < 4; document++) {
      List<IndexedChunk> chunks = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        chunks.add(
            new IndexedChunk(UUID.randomUUID(), "", "x", Optional.of(unit(random, DIMENSIONS))));
      }
      index()
          .replace(
              new IndexedDocument(
                  tenant, UUID.randomUUID(), 1, "x", Optional.of("en"), List.of(), Instant.EPOCH),
              List.of(chunks).iterator());
    }
    try (PgvectorPassageIndex exact =
        PgvectorPassageIndex.open(
            PgvectorSettings.forTests(),
            POSTGRES.login().connectOptions(),
            POSTGRES.database(),
            POSTGRES.database())) {
      int same = 0;
      for (int i = 0; i < 20; i++) {
        IndexQuery nearest = nearest(tenant, unit(random, DIMENSIONS));
        Set<UUID> expected = ids(exact.search(nearest).dense());
        expected.retainAll(ids(index.search(nearest).dense()));
        same += expected.size();
      }
      assertThat(same).isGreaterThanOrEqualTo(190);
    }
    assertThat(graphScans()).isPositive();
  }

  /** A page has no room for one of them, a graph has it for one of halved numbers. */
  @Test
  void findsVectorsOf3072Numbers() {
    Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID());
    Random random = new Random(2);
    List<IndexedChunk> chunks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      chunks.add(new IndexedChunk(UUID.randomUUID(), "", "x", Optional.of(unit(random, 3_072))));
    }
    index()
        .replace(
            new IndexedDocument(
                tenant, UUID.randomUUID(), 1, "x", Optional.of("en"), List.of(), Instant.EPOCH),
            List.of(chunks).iterator());

    for (IndexedChunk chunk : chunks) {
      List<IndexHit> hits = index.search(nearest(tenant, chunk.vector().orElseThrow())).dense();
      assertThat(hits.getFirst().chunkId()).isEqualTo(chunk.chunkId());
    }
  }

  @Test
  void letsCommonWordsWeighWhatRareOnesHaveFound() {
    Tenant tenant = new Tenant(UUID.randomUUID(), UUID.randomUUID());
    List<IndexedChunk> chunks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      chunks.add(text(i < 12 ? "valve" : "pump"));
    }
    IndexedChunk both = text("pump valve");
    chunks.add(both);
    index()
        .replace(
            new IndexedDocument(
                tenant, UUID.randomUUID(), 1, "x", Optional.of("en"), List.of(), Instant.EPOCH),
            List.of(chunks).iterator());

    List<IndexHit> hits =
        index
            .search(
                new IndexQuery(
                    tenant,
                    PassageFilter.NONE,
                    Set.of(),
                    10,
                    Optional.empty(),
                    Optional.of("pump valve")))
            .lexical();

    assertThat(hits).hasSize(10);
    assertThat(hits.getFirst().chunkId()).isEqualTo(both.chunkId());
  }

  private static IndexedChunk text(String text) {
    return new IndexedChunk(UUID.randomUUID(), "", text, Optional.empty());
  }

  private static int graphScans() {
    return POSTGRES
        .database()
        .asSystem(tx -> {
          Rows.first(tx, "SELECT pg_stat_force_next_flush()", Tuple.tuple(), row -> row);
          return Rows.first(
                  tx,
                  "SELECT coalesce(sum(idx_scan), 0)::int AS scans FROM pg_stat_user_indexes"
                      + " WHERE indexrelname LIKE 'passage_near_%'",
                  Tuple.tuple(),
                  row -> row.getInteger("scans"))
              .orElse(0);
        });
  }

  private static Set<UUID> ids(List<IndexHit> hits) {
    return new HashSet<>(hits.stream().map(IndexHit::chunkId).toList());
  }

  private static IndexQuery nearest(Tenant tenant, ModelVector vector) {
    return new IndexQuery(
        tenant, PassageFilter.NONE, Set.of(), 10, Optional.of(vector), Optional.empty());
  }

  private static ModelVector unit(Random random, int dimensions) {
    float[] values = new float[dimensions];
    double square = 0;
    for (int i = 0; i < dimensions; i++) {
      values[i] = (float) random.nextGaussian();
      square += values[i] * values[i];
    }
    for (int i = 0; i < dimensions; i++) {
      values[i] /= (float) Math.sqrt(square);
    }
    return new ModelVector("random", values);
  }
}
