package dev.groundwire.llm.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WellFormedTextTest {
  private final StringBuilder text = new StringBuilder();
  private final WellFormedText wellFormed = new WellFormedText(text);

  @Test
  void joinsAPairThatComesInTwoPieces() {
    wellFormed.append("a\uD83C");
    assertThat(text.toString()).isEqualTo("a");
    wellFormed.append("\uDF89b");
    assertThat(text.toString()).isEqualTo("a🎉b");
  }

  @Test
  void replacesLoneHalves() {
    wellFormed.append("\uDF89x\uD83Cy\uD83C");
    wellFormed.end();
    assertThat(text.toString()).isEqualTo("\uFFFDx\uFFFDy\uFFFD");
  }

  @Test
  void replacesNul() {
    wellFormed.append("a\0b");
    assertThat(text.toString()).isEqualTo("a\uFFFDb");
  }
}
