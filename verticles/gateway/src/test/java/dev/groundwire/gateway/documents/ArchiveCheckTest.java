package dev.groundwire.gateway.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveCheckTest {
  @ParameterizedTest
  @ValueSource(strings = {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "mimetype"})
  void letsDocumentsPassThatAreZips(String entry) throws IOException {
    assertThat(ArchiveCheck.isArchive("a.docx", zip(entry))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.pdf", "META-INF/MANIFEST.MF", "notes/mimetype"})
  void knowsAZipWhateverItsName(String entry) throws IOException {
    assertThat(ArchiveCheck.isArchive("a.docx", zip(entry))).isTrue();
  }

  @Test
  void knowsOthersByTheirFirstBytes() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    new GZIPOutputStream(gzip).close();
    assertThat(ArchiveCheck.isArchive("a.txt", gzip.toByteArray())).isTrue();
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThat(ArchiveCheck.isArchive("a.txt", tar)).isTrue();
    assertThat(ArchiveCheck.isArchive("a.txt", new byte[] {'7', 'z', -68, -81, 39, 28})).isTrue();
  }

  @Test
  void letsTextPassThatBeginsLikeOne() {
    for (String text : new String[] {"PK is short", "BZhang wrote this", "", "7z"}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertThat(ArchiveCheck.isArchive("a.txt", bytes)).as(text).isFalse();
    }
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write('x');
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
