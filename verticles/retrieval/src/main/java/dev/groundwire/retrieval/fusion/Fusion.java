package dev.groundwire.retrieval.fusion;

import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexHits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The convex sum of two legs, each scaled to 0..1 over its own hits. A hit that a leg missed has 0
 * there. Ranks by position (RRF) lose to it wherever both were measured: they forget how far apart
 * two hits are.
 */
public final class Fusion {
  private static final Comparator<FusedHit> BEST_FIRST =
      Comparator.comparingDouble(FusedHit::score)
          .reversed()
          .thenComparing(FusedHit::chunkId); // so that equal scores have one order everywhere

  private final double denseWeight;

  /**
   * @param denseWeight 0..1; the lexical leg has the rest
   */
  public Fusion(double denseWeight) {
    this.denseWeight = denseWeight;
  }

  /** All hits of both legs, best first. */
  public List<FusedHit> fuse(IndexHits hits) {
    Map<UUID, FusedHit> fused = LinkedHashMap.newLinkedHashMap(2 * hits.dense().size());
    Scale denseScale = Scale.of(hits.dense());
    for (IndexHit hit : hits.dense()) {
      fused.put(
          hit.chunkId(),
          new FusedHit(
              hit.chunkId(),
              Optional.of(hit.score()),
              Optional.empty(),
              denseWeight * denseScale.apply(hit.score()),
              0,
              hit.analyzer()));
    }
    Scale lexicalScale = Scale.of(hits.lexical());
    for (IndexHit hit : hits.lexical()) {
      double share = (1 - denseWeight) * lexicalScale.apply(hit.score());
      FusedHit other = fused.get(hit.chunkId());
      fused.put(
          hit.chunkId(),
          new FusedHit(
              hit.chunkId(),
              other == null ? Optional.empty() : other.dense(),
              Optional.of(hit.score()),
              other == null ? 0 : other.denseShare(),
              share,
              hit.analyzer()));
    }
    List<FusedHit> ranked = new ArrayList<>(fused.values());
    ranked.sort(BEST_FIRST);
    return ranked;
  }
}
