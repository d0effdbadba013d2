package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexHits;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.ModelVector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;

/** Both legs of a search over one and the same state of the index. */
final class LuceneSearch {
  /** Below it the graph misses neighbours: recall@10 is 0.95 with 10 candidates, 1.00 with 60. */
  private static final int LEAST_NEIGHBOURS = 60;

  private final LexicalQuery lexicalQuery;

  LuceneSearch(LexicalQuery lexicalQuery) {
    this.lexicalQuery = lexicalQuery;
  }

  IndexHits search(IndexSearcher searcher, IndexQuery query) throws IOException {
    BooleanQuery filter = Filters.of(query);
    long begun = System.nanoTime();
    List<IndexHit> dense =
        query.vector().isPresent()
            ? dense(searcher, query, query.vector().get(), filter)
            : List.of();
    long between = System.nanoTime();
    List<IndexHit> lexical =
        query.words().isPresent()
            ? lexical(searcher, query, query.words().get(), filter)
            : List.of();
    return new IndexHits(
        dense,
        lexical,
        Duration.ofNanos(between - begun),
        Duration.ofNanos(System.nanoTime() - between));
  }

  private static List<IndexHit> dense(
      IndexSearcher searcher, IndexQuery query, ModelVector vector, BooleanQuery filter)
      throws IOException {
    int neighbours = Math.max(LEAST_NEIGHBOURS, query.candidates());
    Query own =
        new KnnFloatVectorQuery(
            ChunkFields.vectorField(vector.values().length),
            vector.values(),
            neighbours,
            Filters.ofModel(filter, vector.model()));
    String further = ChunkFields.furtherField(vector);
    boolean isBoth =
        FieldInfos.getMergedFieldInfos(searcher.getIndexReader()).fieldInfo(further) != null;
    // A chunk has a vector of a model in one of both fields only, so no score is counted twice.
    Query nearest =
        isBoth
            ? new BooleanQuery.Builder()
                .add(own, Occur.SHOULD)
                .add(
                    new KnnFloatVectorQuery(further, vector.values(), neighbours, filter),
                    Occur.SHOULD)
                .build()
            : own;
    // Lucene keeps scores above 0 as (1 + cosine) / 2.
    return FoundChunks.read(
        searcher, searcher.search(nearest, query.candidates()), score -> 2 * score - 1);
  }

  private List<IndexHit> lexical(
      IndexSearcher searcher, IndexQuery query, String words, BooleanQuery filter)
      throws IOException {
    Query best =
        new BooleanQuery.Builder()
            .add(lexicalQuery.of(searcher, words), Occur.MUST)
            .add(filter, Occur.FILTER)
            .build();
    return FoundChunks.read(searcher, searcher.search(best, query.candidates()), score -> score);
  }
}
