package dev.groundwire.loadtests;

import dev.groundwire.launcher.client.Upload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Papers of some ten chunks each, a quarter of them in each of four formats. */
final class GeneratedDocuments {
  private static final int SECTIONS = 8;
  private static final int PARAGRAPHS = 4;
  private static final int WORDS = 90;
  private static final int LINE = 90;
  private static final int LINES_A_PAGE = 48;

  private final Prose prose;
  private int made;

  GeneratedDocuments(Prose prose) {
    this.prose = prose;
  }

  List<Upload> next(int count) throws IOException {
    List<Upload> uploads = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      uploads.add(next());
    }
    return uploads;
  }

  private Upload next() throws IOException {
    int number = made++;
    String name = "paper-" + number;
    return switch (number % 4) {
      case 0 -> Upload.bytes(name + ".pdf", pdf());
      case 1 -> Upload.bytes(name + ".html", utf8(html(name)));
      case 2 -> Upload.bytes(name + ".md", utf8(text("# ", "## ")));
      default -> Upload.bytes(name + ".txt", utf8(text("", "")));
    };
  }

  private String text(String title, String heading) {
    StringBuilder text = new StringBuilder(title).append(prose.sentence()).append("\n\n");
    for (int section = 0; section < SECTIONS; section++) {
      text.append(heading).append(prose.sentence()).append("\n\n");
      for (int i = 0; i < PARAGRAPHS; i++) {
        text.append(prose.paragraph(WORDS)).append("\n\n");
      }
    }
    return text.toString();
  }

  private String html(String name) {
    StringBuilder html = new StringBuilder("<!doctype html><html lang=en><title>").append(name);
    html.append("</title><body><nav><a href=/>Home</a></nav><main>");
    for (int section = 0; section < SECTIONS; section++) {
      html.append("<h2>").append(prose.sentence()).append("</h2>");
      for (int i = 0; i < PARAGRAPHS; i++) {
        html.append("<p>").append(prose.paragraph(WORDS)).append("</p>\n");
      }
    }
    return html.append("</main></body></html>").toString();
  }

  private byte[] pdf() throws IOException {
    List<String> lines = lines(text("", ""));
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      PDType1Font font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
      for (int from = 0; from < lines.size(); from += LINES_A_PAGE) {
        PDPage page = new PDPage();
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(font, 10);
          content.setLeading(14);
          content.newLineAtOffset(60, 730);
          for (String line : lines.subList(from, Math.min(lines.size(), from + LINES_A_PAGE))) {
            content.showText(line);
            content.newLine();
          }
          content.endText();
        }
      }
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.replaceAll("[^\\x20-\\x7e\\n]", "").split("[ \\n]", -1)) {
      if (line.length() + word.length() > LINE) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
