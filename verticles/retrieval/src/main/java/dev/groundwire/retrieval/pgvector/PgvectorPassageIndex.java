package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.index.IndexHits;
import dev.groundwire.retrieval.index.IndexLoad;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.index.PassageIndex;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The index in the database, for any number of nodes. What is written of a document is committed as
 * a whole and searchable with that; what ingestion deletes takes its passages with it.
 */
public final class PgvectorPassageIndex implements PassageIndex {
  private final Database database;
  private final Database searches;
  private final TextAnalysis analysis;
  private final PgvectorSearch search;
  private final PassageWriter writer;
  private final NotedRemovals removals;
  private final IndexedStateRepository states = new IndexedStateRepository();
  private volatile int passages;

  private PgvectorPassageIndex(PgvectorConfig config, Database database, Database searches) {
    VectorSpaces spaces = new VectorSpaces(database, new VectorSpaceRepository(config));
    this.database = database;
    this.searches = searches;
    this.analysis = new TextAnalysis(config);
    this.search = new PgvectorSearch(config, spaces, analysis::words);
    this.writer = new PassageWriter(database, spaces, analysis);
    this.removals = new NotedRemovals(database);
  }

  /**
   * Blocks until the database has all that is needed.
   *
   * @param server whose tables are brought up to date
   * @param searches where searches go: the same, or a copy of it
   * @throws IllegalStateException when the database lacks what only its operator can give it
   */
  public static PgvectorPassageIndex open(
      PgvectorConfig config, PgConnectOptions server, Database database, Database searches) {
    migrate(server);
    PgvectorPassageIndex index = new PgvectorPassageIndex(config, database, searches);
    index.removals.begin();
    return index;
  }

  /**
   * Blocks.
   *
   * @return how many migrations were applied
   * @throws IllegalStateException when the database lacks what only its operator can give it
   */
  public static int migrate(PgConnectOptions server) {
    return VectorServer.prepare(server);
  }

  @Override
  public IndexHits search(IndexQuery query) {
    return searches.inTenant(query.tenant().organizationId(), tx -> search.search(tx, query));
  }

  @Override
  public boolean replace(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    return writer.replace(document, pages);
  }

  @Override
  public void replaceFurther(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    writer.replaceFurther(document, pages);
  }

  @Override
  public void remove(UUID documentId, int upToVersion) {
    writer.remove(documentId, upToVersion);
  }

  /** What is committed is searchable; on a copy of the database, as soon as it is there. */
  @Override
  public void makeSearchable() {}

  @Override
  public Optional<IndexedState> find(UUID documentId) {
    return database.asSystem(tx -> states.find(tx, documentId));
  }

  @Override
  public List<IndexedState> list(Optional<UUID> after, int limit) {
    return database.asSystem(tx -> {
      if (after.isEmpty()) {
        passages = states.passages(tx); // once for each comparison: reading it must not wait
      }
      return states.list(tx, after, limit);
    });
  }

  /** Never: what was committed stays. */
  @Override
  public void onLoss(Runnable told) {}

  @Override
  public IndexLoad load() {
    return new IndexLoad(passages, analysis.searchesWaiting(), analysis.writesWaiting());
  }

  @Override
  public void close() {
    removals.close();
    analysis.close();
  }
}
