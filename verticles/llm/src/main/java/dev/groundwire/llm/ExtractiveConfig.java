package dev.groundwire.llm;

import static dev.groundwire.llm.LlmConfig.require;

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
    require(candidates >= 1 && candidates <= 64, "extractive.candidates", candidates, "1..64");
    require(sentences >= 1 && sentences <= 16, "extractive.sentences", sentences, "1..16");
    require(
        evidenceCharacters >= 1_000 && evidenceCharacters <= 1_000_000,
        "extractive.evidence_characters",
        evidenceCharacters,
        "1000..1000000");
    require(threshold >= 0 && threshold <= 1, "extractive.threshold", threshold, "0..1");
    require(
        embeddingTimeout.isPositive(),
        "extractive.embedding_timeout",
        embeddingTimeout,
        "longer than nothing");
  }
}
