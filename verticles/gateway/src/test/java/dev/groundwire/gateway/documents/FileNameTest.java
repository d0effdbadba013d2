package dev.groundwire.gateway.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNameTest {
  @Test
  void keepsTheLastPartOfAPath() {
    assertThat(FileName.clean("../../etc/passwd")).isEqualTo("passwd");
    assertThat(FileName.clean("C:\\Users\\a\\x.txt")).isEqualTo("x.txt");
  }

  @Test
  void dropsWhatCannotBeSeen() {
    assertThat(FileName.clean("a\u0000b\r\nc\u202Etxt.exe")).isEqualTo("abctxt.exe");
  }

  @Test
  void composesLetters() {
    assertThat(FileName.clean("Gru\u0308\u00DFe.md")).isEqualTo("Gr\u00FC\u00DFe.md");
  }

  @Test
  void namesTheNameless() {
    assertThat(FileName.clean("")).isEqualTo("document");
    assertThat(FileName.clean(" .. ")).isEqualTo("document");
    assertThat(FileName.clean("x/")).isEqualTo("document");
  }

  @Test
  void shortensButKeepsTheEnding() {
    String name = FileName.clean("\uD83D\uDE00".repeat(300) + ".pdf");
    assertThat(name.codePointCount(0, name.length())).isEqualTo(255);
    assertThat(name).endsWith("\uD83D\uDE00.pdf");
  }

  @Test
  void cannotBreakOutOfTheHeader() {
    assertThat(FileName.attachment("a\"; b=\u00FC.txt"))
        .isEqualTo(
            "attachment; filename=\"a_; b=_.txt\"; filename*=UTF-8''a%22%3B%20b%3D%C3%BC.txt");
  }
}
