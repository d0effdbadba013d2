package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.chat.MessageView;
import dev.groundwire.bus.retrieval.FindPassages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SearchQueryTest {
  private static MessageView message(String role, String content) {
    return new MessageView(
        UUID.randomUUID(),
        role,
        content,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Instant.EPOCH);
  }

  private static final List<MessageView> BEFORE =
      List.of(
          message("user", "Who wrote the handbook?"),
          message("user", "How long is parental leave?"),
          message("assistant", "36 months [1]."));

  @Test
  void addsTheQuestionBeforeToAVeryShortOne() {
    assertThat(SearchQuery.of("And for fathers?", BEFORE))
        .isEqualTo("How long is parental leave?\nAnd for fathers?");
  }

  @Test
  void addsTheQuestionBeforeToOneThatPointsBack() {
    assertThat(SearchQuery.of("When does it have to be announced?", BEFORE))
        .startsWith("How long is parental leave?");
  }

  @Test
  void leavesAQuestionAloneThatStandsAlone() {
    String question = "How many vacation days does everybody get?";
    assertThat(SearchQuery.of(question, BEFORE)).isEqualTo(question);
  }

  @Test
  void hasNothingToAddToAFirstQuestion() {
    assertThat(SearchQuery.of("Why?", List.of())).isEqualTo("Why?");
  }

  @Test
  void staysWithinWhatASearchTakes() {
    List<MessageView> before = List.of(message("user", "x".repeat(FindPassages.MAX_QUERY)));
    assertThat(SearchQuery.of("Why?", before)).hasSize(FindPassages.MAX_QUERY).endsWith("\nWhy?");
  }
}
