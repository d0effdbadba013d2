package dev.groundwire.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.ingestion.parse.ParseRefused.Reason;
import dev.groundwire.ingestion.sample.PdfSample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PdfReaderTest {
  @Test
  void knowsThePageAndTheHeadingOfEachParagraph() {
    ParsedDocument document =
        Parsing.parse(
            PdfSample.pages(List.of("the first page is about apples", "the second is about pears")),
            "a.pdf");

    Block pears = document.blocks().getLast();
    assertThat(document.text().substring(pears.start(), pears.end())).contains("pears");
    assertThat(pears.page()).isEqualTo(Optional.of(2));
    assertThat(pears.section()).containsExactly("Chapter 2");
  }

  @Test
  void readsTheLeftColumnBeforeTheRightAndMendsCutWords() {
    String text = Parsing.parse(PdfSample.columns(), "a.pdf").text();

    assertThat(text).containsSubsequence("distance", "left two", "right one", "right two");
  }

  @Test
  void namesAScanEncryptionAndDamage() {
    byte[] whole = PdfSample.pages(List.of("text"));

    assertThat(Parsing.refusal(PdfSample.scan(), "a.pdf"))
        .hasMessageContaining("no text")
        .extracting(ParseRefused::reason)
        .isEqualTo(Reason.NO_TEXT);
    assertThat(Parsing.refusal(PdfSample.encrypted(), "a.pdf"))
        .hasMessageContaining("encrypted")
        .extracting(ParseRefused::reason)
        .isEqualTo(Reason.ENCRYPTED);
    assertThat(Parsing.refusal(Arrays.copyOf(whole, 40), "a.pdf"))
        .hasMessageContaining("damaged")
        .extracting(ParseRefused::reason)
        .isEqualTo(Reason.DAMAGED);
  }

  @Test
  void mendsAFileWithoutItsCrossReferences() {
    String source =
        new String(PdfSample.pages(List.of("still readable")), StandardCharsets.ISO_8859_1);
    byte[] broken =
        source
            .replaceAll("startxref\\s+\\d+", "startxref\n999999")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Parsing.parse(broken, "a.pdf").text()).contains("still readable");
  }

  @Test
  void refusesMorePagesThanTheLimit() {
    ParseLimits standard = ParseLimits.standard();
    ParseLimits onePage =
        new ParseLimits(
            standard.maxCharacters(), 1, standard.maxEntryBytes(), 100, 10, Duration.ofMinutes(1));

    assertThatThrownBy(() -> Parsing.parse(PdfSample.pages(List.of("a", "b")), "a.pdf", onePage))
        .isInstanceOf(ParseRefused.class)
        .hasMessageContaining("2 pages");
  }
}
