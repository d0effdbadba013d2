package dev.groundwire.retrieval.index;

import java.time.Duration;
import java.util.List;

/**
 * What each leg of a search found, best first.
 *
 * @param dense scored by cosine
 * @param lexical scored by BM25
 * @param denseTook zero when it was not asked for
 * @param lexicalTook zero when it was not asked for
 */
public record IndexHits(
    List<IndexHit> dense, List<IndexHit> lexical, Duration denseTook, Duration lexicalTook) {
  public IndexHits {
    dense = List.copyOf(dense);
    lexical = List.copyOf(lexical);
  }

  public IndexHits(List<IndexHit> dense, List<IndexHit> lexical) {
    this(dense, lexical, Duration.ZERO, Duration.ZERO);
  }
}
