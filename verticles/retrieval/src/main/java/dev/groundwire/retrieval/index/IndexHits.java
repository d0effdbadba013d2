package dev.groundwire.retrieval.index;

import java.util.List;

/**
 * What each leg of a search found, best first.
 *
 * @param dense scored by cosine
 * @param lexical scored by BM25
 */
public record IndexHits(List<IndexHit> dense, List<IndexHit> lexical) {
  public IndexHits {
    dense = List.copyOf(dense);
    lexical = List.copyOf(lexical);
  }
}
