package dev.groundwire.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.retrieval.lucene.LuceneSettings;
import dev.groundwire.retrieval.pgvector.PgvectorSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrievalConfigTest {
  @Test
  void refusesAWeightBeyondOne() {
    assertThatThrownBy(() -> config(200, 1.5, Duration.ofSeconds(1)))
        .hasMessage("retrieval.dense_weight is not within 0.0..1.0: 1.5");
    assertThatThrownBy(() -> config(200, Double.NaN, Duration.ofSeconds(1)))
        .hasMessageContaining("retrieval.dense_weight");
  }

  @Test
  void refusesTooFewCandidates() {
    assertThatThrownBy(() -> config(9, 0.5, Duration.ofSeconds(1)))
        .hasMessageContaining("retrieval.candidates");
  }

  @Test
  void refusesToWaitNoTimeAtAll() {
    assertThatThrownBy(() -> config(200, 0.5, Duration.ZERO))
        .hasMessage("retrieval.embed_timeout is not longer than 0s: 0s");
  }

  @Test
  void refusesABackendThatThereIsNot() {
    assertThatThrownBy(() -> config("faiss", 200, 0.5, Duration.ofSeconds(1)))
        .hasMessage("retrieval.backend is not one of [lucene, pgvector]: faiss");
  }

  @Test
  void takesTheBackendOfTheProfileUnlessOneIsNamed() {
    Duration some = Duration.ofSeconds(1);

    assertThat(config(null, 200, 0.5, some).backendOr(Backend.LUCENE)).isEqualTo(Backend.LUCENE);
    assertThat(config("PGVector", 200, 0.5, some).backendOr(Backend.LUCENE))
        .isEqualTo(Backend.PGVECTOR);
  }

  private static RetrievalConfig config(int candidates, double weight, Duration embedTimeout) {
    return config(null, candidates, weight, embedTimeout);
  }

  private static RetrievalConfig config(
      @Nullable String backend, int candidates, double weight, Duration embedTimeout) {
    Duration some = Duration.ofSeconds(1);
    return new RetrievalConfig(
        backend,
        1,
        1,
        candidates,
        weight,
        embedTimeout,
        some,
        some,
        some,
        some,
        1,
        some,
        some,
        LuceneSettings.forTests(),
        PgvectorSettings.forTests());
  }
}
