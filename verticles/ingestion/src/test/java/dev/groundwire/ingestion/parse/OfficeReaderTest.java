package dev.groundwire.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.ingestion.parse.ParseRefused.Reason;
import dev.groundwire.ingestion.sample.OfficeSample;
import dev.groundwire.ingestion.sample.WordSample;
import dev.groundwire.ingestion.sample.ZipSample;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfficeReaderTest {
  @Test
  void readsAllThatIsWrittenInAWordFile() {
    ParsedDocument document = Parsing.parse(WordSample.rich(), "a.docx");

    assertThat(Parsing.blocks(document, BlockKind.PARAGRAPH))
        .containsExactly(
            "Confidential",
            "Employees may fly",
            "In economy class.",
            "Inside the box",
            "Around the box",
            "split");
    assertThat(Parsing.blocks(document, BlockKind.LIST_ITEM)).containsExactly("First point");
    assertThat(Parsing.blocks(document, BlockKind.TABLE_ROW))
        .containsExactly("City | Limit", "Bern | 180");
    assertThat(document.blocks().getLast().section())
        .containsExactly("Travel 𐌲𐌿𐍄 policy", "Hotels");
  }

  @Test
  void keepsRowsTogetherUnderTheNameOfTheirSheet() {
    ParsedDocument document = Parsing.parse(OfficeSample.workbook(), "a.xlsx");

    assertThat(document.text())
        .isEqualTo("Prices\n\nItem | Price\nAnvil | 12.5\n\nNotes\n\nvalid until May");
    assertThat(document.blocks().getLast().section()).containsExactly("Notes");
  }

  @Test
  void readsSlidesInOrderWithTheirNotesAndNumbersThemAsPages() {
    ParsedDocument document = Parsing.parse(OfficeSample.slides(), "a.pptx");

    assertThat(document.text())
        .containsSubsequence("Welcome", "to the show", "Numbers", "they grow", "Say it slowly");
    assertThat(document.blocks().getLast().page()).isEqualTo(Optional.of(2));
    assertThat(document.blocks().getLast().section()).containsExactly("Numbers");
  }

  @Test
  void namesEncryption() {
    ParseRefused refusal =
        Parsing.refusal(OfficeSample.encrypted(OfficeSample.workbook()), "a.xlsx");

    assertThat(refusal).hasMessageContaining("encrypted");
    assertThat(refusal.reason()).isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void namesDamage() {
    byte[] whole = WordSample.rich();
    for (int length : new int[] {4, 100, whole.length / 2, whole.length - 30}) {
      ParseRefused refusal = Parsing.refusal(Arrays.copyOf(whole, length), "a.docx");

      assertThat(refusal).as("cut after %s bytes", length).hasMessageContaining("damaged");
      assertThat(refusal.reason()).isEqualTo(Reason.DAMAGED);
    }
  }

  @Test
  void refusesBombsAndEntities() {
    assertThat(Parsing.refusal(WordSample.bomb(300 << 20), "a.docx").reason())
        .isEqualTo(Reason.HOSTILE);
    assertThat(Parsing.refusal(WordSample.withEntities(), "a.docx"))
        .hasMessageContaining("hostile")
        .extracting(ParseRefused::reason)
        .isEqualTo(Reason.HOSTILE);
  }

  @Test
  void callsAZipUnderAnOfficeNameAnArchive() {
    byte[] zip = new ZipSample().with("readme.txt", "x").bytes();

    assertThat(Parsing.refusal(zip, "a.docx").reason()).isIn(Reason.ARCHIVE, Reason.DAMAGED);
  }
}
