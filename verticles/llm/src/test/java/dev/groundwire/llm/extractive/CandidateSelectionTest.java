package dev.groundwire.llm.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.llm.Evidence;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidateSelectionTest {
  private final CandidateSelection selection = new CandidateSelection(3, 10_000);

  private static Evidence passage(int n, String text, double score) {
    return new Evidence(n, "document", text, score);
  }

  @Test
  void prefersSentencesWithTheRareWordsOfTheQuestion() {
    List<Candidate> found =
        selection.select(
            "Which red pump leaks?",
            List.of(
                passage(1, "The red car is fast. The red house is old. The pump leaks oil.", 1)));
    assertThat(found.getFirst().sentence().text()).isEqualTo("The pump leaks oil.");
  }

  @Test
  void takesSentencesWithoutSharedWordsOfTheBestPassages() {
    List<Candidate> found =
        selection.select(
            "holiday entitlement",
            List.of(
                passage(1, "Everybody gets 28 days.", 1), passage(2, "Trains run hourly.", 0.1)));
    assertThat(found).hasSize(2);
    assertThat(found.getFirst().sentence().n()).isEqualTo(1);
  }

  @Test
  void looksAtABoundedAmountOfText() {
    String filler = "Nothing of interest stands here. ".repeat(2_000);
    List<Candidate> found =
        selection.select("pump leaks", List.of(passage(1, filler + "The pump leaks oil.", 1)));
    assertThat(found).noneMatch(candidate -> candidate.coverage() > 0);
  }

  @Test
  void selectsNoMoreThanItsLimit() {
    List<Evidence> evidence =
        IntStream.rangeClosed(1, 8)
            .mapToObj(n -> passage(n, "The pump number " + n + " leaks oil.", 1.0 / n))
            .toList();
    assertThat(selection.select("Which pump leaks?", evidence)).hasSize(3);
  }

  @Test
  void findsNothingInNothing() {
    assertThat(selection.select("Which pump leaks?", List.of())).isEmpty();
  }
}
