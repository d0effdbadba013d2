package dev.groundwire.llm.extractive;

import dev.groundwire.bus.llm.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Picks by words alone the few sentences worth embedding: each costs about 8 ms of CPU, and the
 * first word of the answer waits for all of them.
 */
final class CandidateSelection {
  /** What a sentence of the best passage without any word of the question counts. */
  private static final double NO_OVERLAP = 0.05;

  private final int limit;
  private final int evidenceCharacters;

  CandidateSelection(int limit, int evidenceCharacters) {
    this.limit = limit;
    this.evidenceCharacters = evidenceCharacters;
  }

  /** Best first. */
  List<Candidate> select(String question, List<Evidence> evidence) {
    List<Sentence> sentences = distinctSentences(evidence);
    Map<String, Double> weights = weights(Terms.of(question), sentences);
    return sentences.stream()
        .map(sentence -> new Candidate(sentence, coverage(sentence, weights)))
        .sorted(Comparator.comparingDouble(CandidateSelection::promise).reversed())
        .limit(limit)
        .toList();
  }

  private static double promise(Candidate candidate) {
    Sentence sentence = candidate.sentence();
    double first = NO_OVERLAP / (1 + sentence.position() / 8.0);
    return (candidate.coverage() + first) * (0.5 + 0.5 * sentence.passageScore());
  }

  /** Overlapping passages bring the same sentence twice: the better passage keeps it. */
  private List<Sentence> distinctSentences(List<Evidence> evidence) {
    List<Sentence> sentences = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int left = evidenceCharacters;
    for (Evidence passage : evidence) {
      String text = passage.text();
      int position = 0;
      String read = text.substring(0, Math.min(left, text.length()));
      for (Excerpt excerpt : SentenceSplitter.split(read)) {
        Set<String> terms = Terms.of(excerpt.inContext());
        if (seen.add(excerpt.text())) {
          sentences.add(new Sentence(passage.n(), position, excerpt, terms, passage.score()));
        }
        position++;
      }
      left = Math.max(0, left - text.length());
    }
    return sentences;
  }

  /** A word weighs the more the fewer sentences have it; all weights of a question sum up to 1. */
  private static Map<String, Double> weights(Set<String> asked, List<Sentence> sentences) {
    Map<String, Double> weights = new HashMap<>();
    double sum = 0;
    for (String term : asked) {
      long having = sentences.stream().filter(s -> s.terms().contains(term)).count();
      double weight = Math.log(1 + (sentences.size() - having + 0.5) / (having + 0.5));
      weights.put(term, weight);
      sum += weight;
    }
    double total = sum;
    weights.replaceAll((term, weight) -> weight / total);
    return weights;
  }

  private static double coverage(Sentence sentence, Map<String, Double> weights) {
    double covered = 0;
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      if (sentence.terms().contains(weight.getKey())) {
        covered += weight.getValue();
      }
    }
    return covered;
  }
}
