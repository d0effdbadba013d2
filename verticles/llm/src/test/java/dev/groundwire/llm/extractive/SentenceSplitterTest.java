package dev.groundwire.llm.extractive;

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
        .containsExactly(new Excerpt("Annual leave", "Five days can be carried over.", 13, 43));
    assertThat(excerpts.getFirst().inContext())
        .isEqualTo("Annual leave: Five days can be carried over.");
  }

  @Test
  void givesAQuestionItsAnswer() {
    assertThat(split("How many days do I get? You get 28 days. Enjoy your vacation days."))
        .containsExactly("How many days do I get? You get 28 days.", "Enjoy your vacation days.");
  }

  @Test
  void keepsTheRowsOfATableApart() {
    assertThat(split("Berlin | garden | parking\nMunich | terrace | bicycles\nOslo | roof"))
        .containsExactly("Berlin | garden | parking", "Munich | terrace | bicycles", "Oslo | roof");
  }

  @Test
  void readsTheCellsOfARowUnderTheirNames() {
    assertThat(
            split("Offices\n\nCity | Days of leave | Note\nBerlin | 28\nMunich | 30 | since May"))
        .containsExactly(
            "City: Berlin; Days of leave: 28", "City: Munich; Days of leave: 30; Note: since May");
  }

  @Test
  void takesNoRowForNamesInTheMiddleOfATable() {
    assertThat(split("Berlin | 28 | 5\nMunich | 30 | 6")).contains("Berlin | 28 | 5");
    assertThat(split("Office | Berlin Mitte\nFloor | 3rd floor")).hasSize(2);
  }

  @Test
  void readsABarInASentenceAsPartOfIt() {
    assertThat(split("The chance P(A | B) is high\nin that case. The other one is low."))
        .containsExactly("The chance P(A | B) is high in that case.", "The other one is low.");
  }

  @Test
  void saysWhereEachSentenceStands() {
    String passage =
        "Leave\n\n"
            + "- Trains are  booked\n"
            + "in second class. Five days   remain.\n\n"
            + "City | Days | Extra\n"
            + "Bonn | 28 | 2";
    assertThat(SentenceSplitter.split(passage))
        .extracting(excerpt -> passage.substring(excerpt.start(), excerpt.end()))
        .containsExactly(
            "Trains are  booked\nin second class.", "Five days   remain.", "Bonn | 28 | 2");
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
