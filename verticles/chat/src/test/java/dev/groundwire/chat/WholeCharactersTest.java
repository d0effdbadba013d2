package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WholeCharactersTest {
  private final WholeCharacters characters = new WholeCharacters();

  @Test
  void leavesPlainTextAsItIs() {
    String piece = "Cats é";
    assertThat(characters.accept(piece)).isSameAs(piece);
  }

  @Test
  void joinsACharacterThatCameInHalves() {
    assertThat(characters.accept("a\uD83C")).isEqualTo("a");
    assertThat(characters.accept("")).isEmpty();
    assertThat(characters.accept("\uDF89b")).isEqualTo("🎉b");
  }

  @Test
  void replacesAHalfThatNeverBecameWhole() {
    assertThat(characters.accept("a\uD83C")).isEqualTo("a");
    assertThat(characters.end()).isEqualTo("\uFFFD");
    assertThat(characters.end()).isEmpty();
  }

  @Test
  void replacesWhatNoDatabaseHolds() {
    assertThat(characters.accept("a\0b\uDF89")).isEqualTo("a\uFFFDb\uFFFD");
    assertThat(characters.accept("\uD83C")).isEmpty();
    assertThat(characters.accept("c\uD83C\uD83C\uDF89")).isEqualTo("\uFFFDc\uFFFD🎉");
  }
}
