package dev.groundwire.retrieval;

import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.retrieval.IndexableRepository.Sample;
import dev.groundwire.retrieval.index.IndexHit;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.PassageIndex;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Asks both generations the same questions before searches are switched. A question is what a chunk
 * says first: nobody's real question is kept for this.
 */
final class GenerationComparison {
  private static final int FIRST = 10;
  private static final int LONGEST = 200;
  private static final Pattern SENTENCE =
      Pattern.compile("\\A.{20,}?[.!?:](?=\\s)", Pattern.DOTALL);

  private final PassageIndex index;
  private final QuestionEmbedding questions;
  private final SearchedModelRepository models;

  GenerationComparison(
      PassageIndex index, QuestionEmbedding questions, SearchedModelRepository models) {
    this.index = index;
    this.questions = questions;
    this.models = models;
  }

  /**
   * Of the first ten of both.
   *
   * @param found by the one that found more
   * @param shared found by both
   */
  record Overlap(int found, int shared) {}

  /** Empty while there is one generation only. */
  Optional<Overlap> of(Sample sample) {
    Optional<String> beside = models.beside();
    if (beside.isEmpty() || models.current().isEmpty()) {
      return Optional.empty();
    }
    String question = question(sample);
    Set<UUID> now = first(sample, question, models.current().get());
    Set<UUID> next = first(sample, question, beside.get());
    Set<UUID> both = new HashSet<>(now);
    both.retainAll(next);
    return Optional.of(new Overlap(Math.max(now.size(), next.size()), both.size()));
  }

  static String question(Sample sample) {
    Matcher sentence = SENTENCE.matcher(sample.text().strip());
    String said = sentence.find() ? sentence.group() : sample.text().strip();
    String asked = sample.section().isBlank() ? said : sample.section() + ": " + said;
    return asked.substring(0, Math.min(LONGEST, asked.length()));
  }

  private Set<UUID> first(Sample sample, String question, String model) {
    return index
        .search(
            new IndexQuery(
                sample.tenant(),
                PassageFilter.NONE,
                Set.of(),
                FIRST,
                Optional.of(questions.of(question, model)),
                Optional.empty()))
        .dense()
        .stream()
        .map(IndexHit::chunkId)
        .collect(Collectors.toSet());
  }
}
