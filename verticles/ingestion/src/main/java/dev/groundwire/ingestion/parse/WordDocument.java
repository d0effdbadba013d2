package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.poi.openxml4j.opc.PackagePart;

/** A Word file: headers, the body with its notes, footers. Streamed, whatever its size. */
final class WordDocument {
  private final OfficePackage office;
  private final DocumentText into;

  WordDocument(OfficePackage office, DocumentText into) {
    this.office = office;
    this.into = into;
  }

  void read(PackagePart main) throws IOException {
    WordStyles styles = new WordStyles();
    for (PackagePart part : office.related(main, "styles")) {
      office.walk(part, styles);
    }
    Map<String, String> notes = new HashMap<>();
    readNotes(main, "footnotes", notes);
    readNotes(main, "endnotes", notes);

    Set<String> repeated = new HashSet<>();
    readAround(main, "header", styles, repeated);
    office.walk(main, new WordBody(styles, notes, WordBody.to(into)));
    into.leaveSections();
    readAround(main, "footer", styles, repeated);
    if (!office.related(main, "comments").isEmpty()) {
      into.note("Comments were left out.");
    }
  }

  /** Sections repeat their headers and footers: each text is kept once. */
  private void readAround(PackagePart main, String type, WordStyles styles, Set<String> repeated)
      throws IOException {
    for (PackagePart part : office.related(main, type)) {
      office.walk(
          part,
          new WordBody(
              styles,
              Map.of(),
              new WordBody.Sink() {
                @Override
                public void paragraph(String text, int headingLevel, boolean item) {
                  if (repeated.add(TextCleaner.line(text))) {
                    into.paragraph(text);
                  }
                }

                @Override
                public void row(List<String> cells) {
                  if (repeated.add(String.join("|", cells))) {
                    into.tableRow(cells);
                  }
                }
              }));
    }
  }

  private void readNotes(PackagePart main, String type, Map<String, String> notes)
      throws IOException {
    for (PackagePart part : office.related(main, type)) {
      office.walk(part, new WordNotes(type, notes));
    }
  }
}
