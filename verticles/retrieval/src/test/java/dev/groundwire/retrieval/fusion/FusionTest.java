package dev.groundwire.retrieval.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexHits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FusionTest {
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);
  private static final UUID C = new UUID(0, 3);

  @Test
  void scalesEachLegOverItsOwnHitsAndAddsThemUp() {
    List<FusedHit> fused =
        new Fusion(0.5)
            .fuse(
                new IndexHits(
                    List.of(hit(A, 0.9), hit(B, 0.8), hit(C, 0.5)),
                    List.of(hit(B, 12), hit(C, 2))));

    assertThat(fused).extracting(FusedHit::chunkId).containsExactly(B, A, C);
    assertThat(fused.getFirst().denseShare()).isCloseTo(0.5 * 0.75, within(1e-12));
    assertThat(fused.getFirst().lexicalShare()).isCloseTo(0.5, within(1e-12));
    assertThat(fused.get(1).lexical()).isEmpty();
    assertThat(fused.get(1).lexicalShare()).isZero();
    assertThat(fused.getLast().score()).isZero();
  }

  @Test
  void countsASingleHitAsTheBestOfItsLeg() {
    assertThat(new Fusion(0.3).fuse(new IndexHits(List.of(hit(A, -0.2)), List.of())))
        .extracting(FusedHit::score)
        .containsExactly(0.3);
  }

  @Test
  void countsEqualScoresAllAsTheBestAndOrdersThemById() {
    assertThat(
            new Fusion(0).fuse(new IndexHits(List.of(), List.of(hit(C, 7), hit(A, 7), hit(B, 7)))))
        .extracting(FusedHit::chunkId)
        .containsExactly(A, B, C);
  }

  @Test
  void findsNothingInNothing() {
    assertThat(new Fusion(0.5).fuse(new IndexHits(List.of(), List.of()))).isEmpty();
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsItsPromisesForAnyHits(long seed) {
    Random random = new Random(seed);
    double weight = random.nextDouble();
    List<IndexHit> dense = hits(random, 1);
    List<IndexHit> lexical = hits(random, 30);
    Set<UUID> union = new HashSet<>();
    dense.forEach(hit -> union.add(hit.chunkId()));
    lexical.forEach(hit -> union.add(hit.chunkId()));

    List<FusedHit> fused = new Fusion(weight).fuse(new IndexHits(dense, lexical));

    assertThat(fused).extracting(FusedHit::chunkId).doesNotHaveDuplicates();
    assertThat(fused).hasSameSizeAs(union);
    for (FusedHit hit : fused) {
      assertThat(hit.score()).isBetween(0.0, 1 + 1e-12);
      assertThat(hit.score()).isEqualTo(hit.denseShare() + hit.lexicalShare());
      assertThat(hit.denseShare()).isBetween(0.0, weight);
      assertThat(hit.lexicalShare()).isBetween(0.0, 1 - weight);
    }
    assertThat(fused).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));

    Collections.shuffle(dense, random);
    Collections.shuffle(lexical, random);
    assertThat(new Fusion(weight).fuse(new IndexHits(dense, lexical))).isEqualTo(fused);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ignoresHowALegCounts(long seed) {
    Random random = new Random(seed);
    List<IndexHit> dense = hits(random, 1);
    List<IndexHit> lexical = hits(random, 30);
    List<IndexHit> otherUnit =
        lexical.stream().map(hit -> hit(hit.chunkId(), 8 * hit.score() + 64)).toList();

    List<FusedHit> expected = new Fusion(0.5).fuse(new IndexHits(dense, lexical));
    List<FusedHit> actual = new Fusion(0.5).fuse(new IndexHits(dense, otherUnit));

    assertThat(actual).hasSameSizeAs(expected);
    for (FusedHit hit : actual) {
      FusedHit same =
          expected.stream()
              .filter(e -> e.chunkId().equals(hit.chunkId()))
              .findFirst()
              .orElseThrow();
      assertThat(hit.score()).isCloseTo(same.score(), within(1e-9));
    }
  }

  private static List<IndexHit> hits(Random random, double scale) {
    List<IndexHit> hits = new ArrayList<>();
    for (int id = 0; id < 40; id++) {
      if (random.nextInt(3) > 0) {
        hits.add(hit(new UUID(0, id), scale * random.nextGaussian()));
      }
    }
    return hits;
  }

  private static IndexHit hit(UUID id, double score) {
    return new IndexHit(id, score, "en");
  }
}
