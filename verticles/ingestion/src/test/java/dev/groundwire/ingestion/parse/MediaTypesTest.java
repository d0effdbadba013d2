package dev.groundwire.ingestion.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.ingestion.sample.OfficeSample;
import dev.groundwire.ingestion.sample.PdfSample;
import dev.groundwire.ingestion.sample.TextSample;
import dev.groundwire.ingestion.sample.WordSample;
import dev.groundwire.ingestion.sample.ZipSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class MediaTypesTest {
  @Test
  void believesTheContentMoreThanTheName() {
    assertThat(detect(PdfSample.scan(), "slides.pptx")).isEqualTo(MediaTypes.PDF);
    assertThat(detect(WordSample.rich(), "a.pdf")).isEqualTo(MediaTypes.DOCX);
    assertThat(detect(OfficeSample.workbook(), "a.xlsx")).isEqualTo(MediaTypes.XLSX);
    assertThat(detect(TextSample.book(), "a.zip")).isEqualTo(MediaTypes.EPUB);
    assertThat(detect(OfficeSample.encrypted(WordSample.rich()), "a.docx"))
        .isEqualTo(MediaTypes.OLE2);
  }

  @Test
  void recognisesArchives() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    new GZIPOutputStream(packed).close();
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

    assertArchive(new ZipSample().with("readme.txt", "x").bytes(), "documents.zip");
    assertArchive(new ZipSample().with("readme.txt", "x").bytes(), "documents");
    assertArchive(new ZipSample().bytes(), "empty.zip");
    assertArchive(packed.toByteArray(), "a.pdf");
    assertArchive(tar, "a.txt");
    assertArchive(HexFormat.of().parseHex("377abcaf271c0004"), "a.docx");
    assertArchive("Rar!\u001a\u0007\u0001".getBytes(StandardCharsets.ISO_8859_1), "a");
  }

  @Test
  void leavesAZipThatItsNameCallsAnOfficeFileToParsing() {
    byte[] zip = new ZipSample().with("thumbnail.jpeg", "x").bytes();

    assertThat(detect(zip, "a.docx")).isEqualTo(MediaTypes.DOCX);
  }

  @Test
  void fallsBackToTheNameForText() {
    assertThat(detect("# Title", "a.md")).isEqualTo(MediaTypes.MARKDOWN);
    assertThat(detect("a;b", "a.CSV")).isEqualTo(MediaTypes.CSV);
    assertThat(detect("hello", "README")).isEqualTo(MediaTypes.PLAIN);
    assertThat(detect("<!DOCTYPE html><p>x", "page")).isEqualTo(MediaTypes.HTML);
    assertThat(detect("X-Spam: no\nReceived: from a\n\nhi", "mail")).isEqualTo(MediaTypes.EMAIL);
    assertThat(MediaTypes.detect("# T".getBytes(StandardCharsets.UTF_8), "note", "text/markdown"))
        .isEqualTo(MediaTypes.MARKDOWN);
  }

  @Test
  void takesBytesThatAreNoTextForNone() {
    assertThat(detect("a\0\0\0b\u0001", "a.txt")).isEqualTo(MediaTypes.BINARY);
  }

  private static void assertArchive(byte[] content, String name) {
    assertThat(MediaTypes.isArchive(detect(content, name))).as(name).isTrue();
    assertThat(Parsing.refusal(content, name).reason()).isEqualTo(ParseRefused.Reason.ARCHIVE);
  }

  private static String detect(String content, String name) {
    return detect(content.getBytes(StandardCharsets.UTF_8), name);
  }

  private static String detect(byte[] content, String name) {
    return MediaTypes.detect(
        Arrays.copyOf(content, Math.min(content.length, MediaTypes.HEAD_BYTES)), name);
  }
}
