package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** A PDF's text layer, page by page; PDFBox mends broken cross-references on its own. */
final class PdfReader implements FormatReader {
  private static final int REPORT_EVERY_PAGES = 10;

  @Override
  public void read(Original original, DocumentText into) throws IOException {
    try (RandomAccessReadBufferedFile content =
            new RandomAccessReadBufferedFile(original.file().toFile());
        PDDocument pdf =
            Loader.loadPDF(content, "", null, null, IOUtils.createTempFileOnlyStreamCache())) {
      read(pdf, into);
    } catch (InvalidPasswordException locked) {
      throw ParseRefused.encrypted();
    }
  }

  private static void read(PDDocument pdf, DocumentText into) throws IOException {
    int pages = pdf.getNumberOfPages();
    if (pages == 0) {
      throw ParseRefused.damaged("it has no pages");
    }
    if (pages > into.limits().maxPages()) {
      throw ParseRefused.tooLarge(pages + " pages");
    }
    PDDocumentInformation about = pdf.getDocumentInformation();
    if (about.getTitle() != null) {
      into.title(about.getTitle());
    }
    PdfLines stripper = new PdfLines(into.limits().maxCharacters());
    List<Integer> silent = new ArrayList<>();
    for (int page = 1; page <= pages; page++) {
      if (!stripper.read(pdf, page)) {
        silent.add(page);
      }
      if (page % REPORT_EVERY_PAGES == 0 || page == pages) {
        into.progress(page, pages);
      }
    }
    if (stripper.lines().isEmpty()) {
      throw ParseRefused.noText(
          "its pages are pictures; have them recognised (OCR) and upload it again.");
    }
    if (!silent.isEmpty()) {
      into.note("Pages without text: " + listed(silent));
    }
    PdfLayout.write(stripper.lines(), into);
  }

  private static String listed(List<Integer> pages) {
    String first = pages.stream().limit(20).map(String::valueOf).collect(Collectors.joining(", "));
    return pages.size() > 20 ? first + " and " + (pages.size() - 20) + " more" : first;
  }
}
