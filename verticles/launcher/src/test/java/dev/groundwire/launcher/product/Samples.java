package dev.groundwire.launcher.product;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Files that no text editor writes, good and hostile. */
public final class Samples {
  private static final String WORD_HEAD =
      "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
          + "<w:body><w:p><w:r><w:t>";
  private static final String WORD_TAIL = "</w:t></w:r></w:p></w:body></w:document>";
  private static final String WORD_BREAK = "</w:t></w:r></w:p><w:p><w:r><w:t>";

  private Samples() {}

  static byte[] word(List<String> paragraphs) {
    return wordWithBody(
        out -> out.write(String.join(WORD_BREAK, paragraphs).getBytes(StandardCharsets.UTF_8)));
  }

  /** A Word file of some kilobytes that expands to that many megabytes. */
  static byte[] wordBomb(int megabytes) {
    byte[] megabyte = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    return wordWithBody(out -> {
      for (int i = 0; i < megabytes; i++) {
        out.write(megabyte);
      }
    });
  }

  private static byte[] wordWithBody(Content body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(
          zip,
          "[Content_Types].xml",
          text(
              "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                  + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                  + "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"));
      entry(
          zip,
          "_rels/.rels",
          text(
              "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                  + "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"));
      entry(
          zip,
          "word/document.xml",
          out -> {
            text(WORD_HEAD).writeTo(out);
            body.writeTo(out);
            text(WORD_TAIL).writeTo(out);
          });
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, Content content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    content.writeTo(zip);
    zip.closeEntry();
  }

  private static Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] zip(String name, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, name, text(text));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static byte[] pdf(String line) {
    return pdf(line, false);
  }

  static byte[] encryptedPdf() {
    return pdf("nobody reads this", true);
  }

  private static byte[] pdf(String line, boolean encrypted) {
    try (PDDocument pdf = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDPage page = new PDPage();
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 10);
        content.newLineAtOffset(72, 700);
        content.showText(line);
        content.endText();
      }
      if (encrypted) {
        pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      }
      pdf.save(out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A page whose forms draw each other ten times each: 10^12 drawings in all. */
  public static byte[] endlessPdf() {
    int levels = 12;
    StringBuilder file = new StringBuilder("%PDF-1.4\n");
    file.append("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
    file.append("2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n");
    file.append("3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R")
        .append("/Resources<</XObject<</X 5 0 R>>>>>>endobj\n");
    file.append(stream(4, "", "/X Do"));
    String form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]";
    for (int level = 0; level < levels; level++) {
      String inner = "/Resources<</XObject<</X " + (6 + level) + " 0 R>>>>";
      file.append(stream(5 + level, form + inner, "/X Do\n".repeat(10)));
    }
    file.append(stream(5 + levels, form, "q Q"));
    file.append("trailer<</Root 1 0 R>>\n%%EOF\n");
    return file.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String stream(int number, String dictionary, String content) {
    return "%d 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj\n"
        .formatted(number, dictionary, content.length(), content);
  }

  /** An entry's content, written without being held. */
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }
}
