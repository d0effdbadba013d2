package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.index.IndexHit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;

/** Turns Lucene's numbers of documents into ids of chunks. */
final class FoundChunks {
  private static final Comparator<IndexHit> BEST_FIRST =
      Comparator.comparingDouble(IndexHit::score).reversed().thenComparing(IndexHit::chunkId);

  private FoundChunks() {}

  static List<IndexHit> read(IndexSearcher searcher, TopDocs found, DoubleUnaryOperator scoring)
      throws IOException {
    ScoreDoc[] documents = found.scoreDocs.clone();
    Arrays.sort(documents, Comparator.comparingInt(hit -> hit.doc)); // values are read forwards
    List<IndexHit> hits = new ArrayList<>(documents.length);
    int next = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      int end = leaf.docBase + leaf.reader().maxDoc();
      if (next < documents.length && documents[next].doc < end) {
        BinaryDocValues chunks = DocValues.getBinary(leaf.reader(), ChunkFields.CHUNK);
        SortedDocValues analyzers = DocValues.getSorted(leaf.reader(), ChunkFields.ANALYZER);
        for (; next < documents.length && documents[next].doc < end; next++) {
          ScoreDoc hit = documents[next];
          if (chunks.advanceExact(hit.doc - leaf.docBase)
              && analyzers.advanceExact(hit.doc - leaf.docBase)) {
            hits.add(
                new IndexHit(
                    Uuids.read(chunks.binaryValue()),
                    scoring.applyAsDouble(hit.score),
                    analyzers.lookupOrd(analyzers.ordValue()).utf8ToString()));
          }
        }
      }
    }
    hits.sort(BEST_FIRST);
    return hits;
  }
}
