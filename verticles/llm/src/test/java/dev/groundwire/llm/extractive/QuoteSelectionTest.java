package dev.groundwire.llm.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuoteSelectionTest {
  private static final Set<String> ASKED = Terms.of("pump price");

  private final QuoteSelection selection = new QuoteSelection(4, 0.38);

  /** Unlike every other one at another position. */
  private static Quote quote(int position, String text, double support) {
    float[] vector = new float[8];
    vector[position] = 1;
    Excerpt excerpt = new Excerpt("", text, 0, text.length());
    return new Quote(new Sentence(1, position, excerpt, Terms.of(text), 1), support, vector);
  }

  private List<Integer> positions(Quote... quotes) {
    return selection.select(ASKED, List.of(quotes)).stream()
        .map(chosen -> chosen.sentence().position())
        .toList();
  }

  @Test
  void quotesNoWeakSentenceBesideAStrongOne() {
    assertThat(positions(quote(0, "The pump is red.", 0.8), quote(1, "A pump leaks.", 0.65)))
        .containsExactly(0);
  }

  @Test
  void quotesWhatIsNearlyAsStrong() {
    assertThat(positions(quote(0, "The pump is red.", 0.8), quote(1, "A pump leaks.", 0.75)))
        .containsExactly(0, 1);
  }

  @Test
  void quotesWhatSpeaksOfTheRestOfTheQuestion() {
    assertThat(positions(quote(0, "The pump is red.", 0.8), quote(1, "The price is 9.", 0.65)))
        .containsExactly(0, 1);
  }

  @Test
  void quotesNothingFarBelowTheBestWhateverItSpeaksOf() {
    assertThat(positions(quote(0, "The pump is red.", 0.8), quote(1, "The price is 9.", 0.55)))
        .containsExactly(0);
  }

  @Test
  void quotesNothingBelowTheThreshold() {
    assertThat(positions(quote(0, "The pump is red.", 0.37))).isEmpty();
  }
}
