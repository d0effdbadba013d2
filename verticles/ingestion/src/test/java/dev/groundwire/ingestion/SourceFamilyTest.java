package dev.groundwire.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFamilyTest {
  @ParameterizedTest
  @CsvSource({
    "application/pdf,pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document,word",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation,slides",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,sheet",
    "text/csv,sheet",
    "application/epub+zip,book",
    "text/html; charset=utf-8,web",
    "TEXT/Markdown,markdown",
    "message/rfc822,email",
    "text/plain,text",
    "application/json,other",
    "'',other"
  })
  void tellsKindsApart(String mediaType, String family) {
    assertThat(SourceFamily.of(mediaType).text()).isEqualTo(family);
  }
}
