package dev.groundwire.ingestion.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/** PDF files, made with PDFBox or by hand. */
public final class PdfSample {
  private static final PDFont FONT = new PDType1Font(Standard14Fonts.FontName.HELVETICA);

  private PdfSample() {}

  /** One page for each text, each under a heading in large type. */
  public static byte[] pages(List<String> texts) {
    return made(pdf -> {
      for (int i = 0; i < texts.size(); i++) {
        PDPage page = new PDPage();
        pdf.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
          write(content, 72, 720, 20, List.of("Chapter " + (i + 1)));
          write(content, 72, 680, 10, List.of(texts.get(i)));
        }
      }
    });
  }

  /** Two columns, the left one's last word cut at its line's end. */
  public static byte[] columns() {
    return made(pdf -> {
      PDPage page = new PDPage();
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        write(content, 72, 700, 10, List.of("left one speaks of dis-", "tance and of left two"));
        write(content, 320, 700, 10, List.of("right one speaks of time", "and of right two"));
      }
    });
  }

  /** A page that is only a picture. */
  public static byte[] scan() {
    return made(pdf -> {
      PDPage page = new PDPage();
      pdf.addPage(page);
      BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        content.drawImage(LosslessFactory.createFromImage(pdf, picture), 0, 0);
      }
    });
  }

  public static byte[] encrypted() {
    return made(pdf -> {
      pdf.addPage(new PDPage());
      pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
    });
  }

  /** Ten blank pages, and one whose forms draw each other ten times each: 10^12 drawings in all. */
  public static byte[] endless() {
    int levels = 12;
    StringBuilder file = new StringBuilder("%PDF-1.4\n");
    file.append("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
    file.append("2 0 obj<</Type/Pages/Kids[")
        .append("90 0 R ".repeat(10))
        .append("3 0 R]/Count 11>>endobj\n");
    file.append("90 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n");
    file.append("3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R")
        .append("/Resources<</XObject<</X 5 0 R>>>>>>endobj\n");
    file.append(stream(4, "", "/X Do"));
    for (int level = 0; level < levels; level++) {
      String inner = "/Resources<</XObject<</X " + (6 + level) + " 0 R>>>>";
      file.append(stream(5 + level, form() + inner, "/X Do\n".repeat(10)));
    }
    file.append(stream(5 + levels, form(), "q Q"));
    file.append("trailer<</Root 1 0 R>>\n%%EOF\n");
    return file.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String form() {
    return "/Type/XObject/Subtype/Form/BBox[0 0 9 9]";
  }

  private static String stream(int number, String dictionary, String content) {
    return "%d 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj\n"
        .formatted(number, dictionary, content.length(), content);
  }

  private static void write(
      PDPageContentStream content, float x, float y, float size, List<String> lines)
      throws IOException {
    content.beginText();
    content.setFont(FONT, size);
    content.setLeading(size * 1.2f);
    content.newLineAtOffset(x, y);
    for (String line : lines) {
      content.showText(line);
      content.newLine();
    }
    content.endText();
  }

  private static byte[] made(Recipe recipe) {
    try (PDDocument pdf = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      recipe.fill(pdf);
      pdf.save(out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private interface Recipe {
    void fill(PDDocument pdf) throws IOException;
  }
}
