package dev.groundwire.llm.extractive;

import dev.groundwire.platform.config.Require;
import java.time.Duration;

/**
 * How sentences are picked where no language model writes.
 *
 * @param candidates sentences embedded for one question; each costs about 8 ms of CPU
 * @param sentences quoted at most
 * @param evidenceCharacters of all passages together; what is beyond is not looked at
 * @param threshold support below which a sentence is not quoted, 0..1; see {@link Support}
 * @param embeddingTimeout how long the sentences' vectors may take
 */
public record ExtractiveConfig(
    int candidates,
    int sentences,
    int evidenceCharacters,
    double threshold,
    Duration embeddingTimeout) {
  public ExtractiveConfig {
    Require.within("llm.extractive.candidates", candidates, 1, 64);
    Require.within("llm.extractive.sentences", sentences, 1, 16);
    Require.within("llm.extractive.evidence_characters", evidenceCharacters, 1_000, 1_000_000);
    Require.within("llm.extractive.threshold", threshold, 0, 1);
    Require.positive("llm.extractive.embedding_timeout", embeddingTimeout);
  }
}
