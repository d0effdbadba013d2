package dev.groundwire.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceSplitterTest {
  private static List<String> split(String passage) {
    return SentenceSplitter.split(passage).stream().map(Excerpt::text).toList();
  }

  @Test
  void joinsTheLinesOfAParagraph() {
    assertThat(
            split("The notice period is three months to the end of\na quarter. Keys are returned."))
        .containsExactly(
            "The notice period is three months to the end of a quarter.", "Keys are returned.");
  }

  @Test
  void keepsAHeadingAsContextOnly() {
    List<Excerpt> excerpts = SentenceSplitter.split("Annual leave\nFive days can be carried over.");
    assertThat(excerpts)
        .containsExactly(new Excerpt("Annual leave", "Five days can be carried over."));
    assertThat(excerpts.getFirst().inContext())
        .isEqualTo("Annual leave: Five days can be carried over.");
  }

  @Test
  void givesAQuestionItsAnswer() {
    assertThat(split("How many days do I get? You get 28 days. Enjoy your vacation days."))
        .containsExactly("How many days do I get? You get 28 days.", "Enjoy your vacation days.");
  }

  @Test
  void keepsTheItemsOfAListApart() {
    assertThat(split("Bring along:\n- warm winter clothes\n- two pairs of boots"))
        .contains("warm winter clothes", "two pairs of boots");
  }

  @Test
  void endsNoSentenceAtAnAbbreviation() {
    assertThat(split("Ask Dr. Miller about the results. Call first, please."))
        .startsWith("Ask Dr. Miller about the results.");
  }

  @Test
  void cutsWhatHasNoStop() {
    assertThat(split("word number ".repeat(500)))
        .hasSizeGreaterThan(10)
        .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(400));
  }
}
