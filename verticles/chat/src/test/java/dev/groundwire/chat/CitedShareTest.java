package dev.groundwire.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.groundwire.bus.chat.Citation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CitedShareTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cats sleep [1].                                  | 1",
        "Cats sleep. [1]                                  | 1",
        "Cats sleep. [1] Dogs bark.                       | 0.5",
        "Cats sleep. [1][2] Dogs bark [2].                | 1",
        "Cats sleep. Dogs bark. Fish swim. Birds sing [2]. | 0.25",
        "Cats sleep. [9] Dogs bark.                       | 0",
        "Cats [1] sleep and dogs bark [2].                | 1",
        "Schlafen Katzen? Ja, sie schlafen [1].           | 0.5",
        "Nothing is cited here                            | 0",
        "Cats, e.g. lions, sleep 3.5 hours [1].           | 1",
        "42                                               | 0",
      })
  void countsTheSentencesThatACitationFollows(String text, double share) {
    assertThat(share(text)).isCloseTo(share, within(1e-9));
  }

  @Test
  void endsSentencesWithTheirLines() {
    assertThat(share("Cats:\n- they sleep [1]\n- they eat\n- they play [2]")).isEqualTo(0.5);
    assertThat(share("")).isZero();
  }

  private static double share(String text) {
    List<Citation> citations = new CitationScanner(4).accept(text);
    return CitedShare.of(text, citations);
  }
}
