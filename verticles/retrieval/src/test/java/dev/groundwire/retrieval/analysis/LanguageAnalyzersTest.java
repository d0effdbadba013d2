package dev.groundwire.retrieval.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageAnalyzersTest {
  @ParameterizedTest
  @CsvSource({
    "en, en",
    "EN, en",
    "eng, en",
    "en-US, en",
    "pt_BR, pt",
    "rus, ru",
    "arb, ar",
    "cmn, cjk",
    "zh-Hant-TW, cjk",
    "ja, cjk",
    "kor, cjk",
    "nob, no",
    "tlh, standard",
    "'', standard",
    "'not a language', standard",
  })
  void knowsALanguageByAnyOfItsCodes(String language, String analyzer) {
    assertThat(LanguageAnalyzers.nameFor(Optional.of(language))).isEqualTo(analyzer);
  }

  @Test
  void takesTextOfUnknownLanguageAsItIs() {
    assertThat(LanguageAnalyzers.nameFor(Optional.empty())).isEqualTo("standard");
  }
}
