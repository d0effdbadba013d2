package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TitleTest {
  @Test
  void isAShortQuestionInOneLine() {
    assertThat(Title.from("  What\n do   cats do? ")).isEqualTo("What do cats do?");
  }

  @Test
  void endsAtAWord() {
    String title = Title.from("word ".repeat(40));
    assertThat(title).endsWith("word…").hasSizeLessThanOrEqualTo(81);
  }

  @Test
  void cutsNoCharacterInHalf() {
    assertThat(Title.from("🎉".repeat(100)).codePoints())
        .noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
