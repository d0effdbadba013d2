package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.chat.Citation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CitationScannerTest {
  private static List<Citation> scan(String... pieces) {
    CitationScanner scanner = new CitationScanner(12);
    List<Citation> found = new ArrayList<>();
    for (String piece : pieces) {
      found.addAll(scanner.accept(piece));
    }
    return found;
  }

  @Test
  void findsTheSameMarksWhereverTheTextIsCut() {
    String text = "a [1] b[2][3] c [4, 12] d [1";
    List<Citation> whole = scan(text);
    assertThat(whole)
        .containsExactly(
            new Citation(1, 2),
            new Citation(2, 7),
            new Citation(3, 10),
            new Citation(4, 16),
            new Citation(12, 16));
    for (int cut = 0; cut <= text.length(); cut++) {
      assertThat(scan(text.substring(0, cut), text.substring(cut))).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[0]", "[13]", "[99999999999]", "[x1]", "[]", "[1a]", "1]", "[note]", "[-1]"})
  void passesOverWhatIsNoMark(String text) {
    assertThat(scan(text)).isEmpty();
  }

  @Test
  void keepsTheValidPartOfAList() {
    assertThat(scan("[2, 77, 3]")).containsExactly(new Citation(2, 0), new Citation(3, 0));
  }

  @Test
  void beginsAnewAtABracketWithinABracket() {
    assertThat(scan("[see [5]")).containsExactly(new Citation(5, 5));
  }
}
