package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads documents in this very process, which a hostile one may bring down: everything but tests
 * and the worker's own process goes through the pool of workers.
 */
public final class DocumentParser {
  private static final Map<String, FormatReader> READERS =
      Map.ofEntries(
          Map.entry(MediaTypes.PDF, new PdfReader()),
          Map.entry(MediaTypes.DOCX, new OfficeReader()),
          Map.entry(MediaTypes.PPTX, new OfficeReader()),
          Map.entry(MediaTypes.XLSX, new OfficeReader()),
          Map.entry(MediaTypes.EPUB, new EpubReader()),
          Map.entry(MediaTypes.OLE2, new Ole2Reader()),
          Map.entry(MediaTypes.HTML, new HtmlReader()),
          Map.entry(MediaTypes.MARKDOWN, new MarkdownReader()),
          Map.entry(MediaTypes.CSV, new CsvReader()),
          Map.entry(MediaTypes.TSV, new CsvReader()),
          Map.entry(MediaTypes.EMAIL, new EmailReader()),
          Map.entry(MediaTypes.PLAIN, new PlainTextReader()));

  private final ParseLimits limits;

  public DocumentParser(ParseLimits limits) {
    this.limits = limits;
    OfficePackage.limitInflation(limits);
  }

  /**
   * Reads a file.
   *
   * @param mediaType as declared by the upload; may be empty
   * @throws ParseRefused when it cannot become text
   */
  public ParsedDocument parse(
      Path file, String name, String mediaType, Consumer<ParseProgress> progress) {
    String type = typeOf(file, name, mediaType);
    FormatReader reader =
        Optional.ofNullable(READERS.get(type)).orElseThrow(() -> unreadable(type, name));
    DocumentText text = new DocumentText(limits, progress);
    try {
      reader.read(new Original(file, name, mediaType), text);
    } catch (ParseRefused refused) {
      throw refused;
    } catch (StackOverflowError tooDeep) {
      throw ParseRefused.hostile("nested too deep");
    } catch (IOException | RuntimeException broken) {
      throw Verdict.of(broken);
    }
    if (text.isEmpty()) {
      throw ParseRefused.noText("add some, or have a scan recognised (OCR), and upload it again.");
    }
    return text.finish(type);
  }

  private static String typeOf(Path file, String name, String declared) {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] head = content.readNBytes(MediaTypes.HEAD_BYTES);
      if (head.length == 0) {
        throw new ParseRefused(
            ParseRefused.Reason.NO_TEXT,
            "The file is empty, so there is no text in it: upload it again.");
      }
      return MediaTypes.detect(head, name, declared);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static ParseRefused unreadable(String type, String name) {
    if (MediaTypes.isArchive(type)) {
      return ParseRefused.archive();
    }
    String promised = MediaTypes.byName(name);
    if (type.equals(MediaTypes.BINARY) && !promised.isEmpty()) {
      return ParseRefused.damaged("its content is not what its name says");
    }
    return ParseRefused.unsupported(
        type.equals(MediaTypes.BINARY) ? "This kind of file" : "A file of type " + type,
        "upload a PDF, DOCX, PPTX, XLSX, EPUB, HTML, Markdown, CSV, EML or text file.");
  }
}
