package dev.groundwire.ingestion.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;

/**
 * The paragraphs and tables of a Word part. Text boxes stand inside a run of another paragraph and
 * come out before it; what stands in a table in a cell becomes text of that cell.
 */
final class WordBody implements SafeXml.Handler {
  /** Where paragraphs and rows go. */
  interface Sink {
    void paragraph(String text, int headingLevel, boolean item);

    void row(List<String> cells);
  }

  private static final class Paragraph {
    final StringBuilder text = new StringBuilder();
    final List<String> notes = new ArrayList<>();
    int headingLevel;
    boolean item;
  }

  private final WordStyles styles;
  private final Map<String, String> notes;
  private final Sink sink;
  private final Deque<String> path = new ArrayDeque<>();
  private final Deque<Paragraph> paragraphs = new ArrayDeque<>();
  private final Deque<StringBuilder> cells = new ArrayDeque<>();
  private final Deque<List<String>> rows = new ArrayDeque<>();

  WordBody(WordStyles styles, Map<String, String> notes, Sink sink) {
    this.styles = styles;
    this.notes = notes;
    this.sink = sink;
  }

  static Sink to(DocumentText into) {
    return new Sink() {
      @Override
      public void paragraph(String text, int headingLevel, boolean item) {
        if (headingLevel > 0) {
          into.heading(headingLevel, text);
        } else if (item) {
          into.listItem(text);
        } else {
          into.paragraph(text);
        }
      }

      @Override
      public void row(List<String> cells) {
        into.tableRow(cells);
      }
    };
  }

  @Override
  public void start(String name, XMLStreamReader xml) {
    String parent = path.isEmpty() ? "" : path.getFirst();
    path.push(name);
    switch (name) {
      case "p" -> paragraphs.push(new Paragraph());
      case "tr" -> rows.push(new ArrayList<>());
      case "tc" -> cells.push(new StringBuilder());
      default -> {
        if (!paragraphs.isEmpty()) {
          inParagraph(paragraphs.getFirst(), name, parent, xml);
        }
      }
    }
  }

  private void inParagraph(Paragraph here, String name, String parent, XMLStreamReader xml) {
    switch (name) {
      case "pStyle" -> here.headingLevel = styles.headingLevel(SafeXml.attribute(xml, "val"));
      case "outlineLvl" -> {
        int level = WordStyles.outlineLevel(SafeXml.attribute(xml, "val"));
        here.headingLevel = level > 0 ? level : here.headingLevel;
      }
      case "numPr" -> here.item = true;
      case "tab", "ptab" -> here.text.append(parent.equals("r") ? "\t" : "");
      case "br", "cr" -> here.text.append(parent.equals("r") ? "\n" : "");
      case "noBreakHyphen" -> here.text.append('-');
      case "footnoteReference" -> here.notes.add("footnote:" + SafeXml.attribute(xml, "id"));
      case "endnoteReference" -> here.notes.add("endnote:" + SafeXml.attribute(xml, "id"));
      default -> {} // formatting
    }
  }

  @Override
  public void end(String name) {
    path.pop();
    switch (name) {
      case "p" -> {
        if (!paragraphs.isEmpty()) {
          finish(paragraphs.pop());
        }
      }
      case "tc" -> {
        if (!cells.isEmpty() && !rows.isEmpty()) {
          rows.getFirst().add(cells.pop().toString());
        }
      }
      case "tr" -> {
        if (!rows.isEmpty()) {
          finish(rows.pop());
        }
      }
      default -> {} // only containers that hold text matter
    }
  }

  @Override
  public void text(String content) {
    if (!paragraphs.isEmpty() && !path.isEmpty() && path.getFirst().equals("t")) {
      paragraphs.getFirst().text.append(content);
    }
  }

  private void finish(Paragraph done) {
    put(done.text.toString(), done.headingLevel, done.item);
    for (String note : done.notes) {
      put(notes.getOrDefault(note, ""), 0, false);
    }
  }

  private void put(String text, int headingLevel, boolean item) {
    if (cells.isEmpty()) {
      sink.paragraph(text, headingLevel, item);
    } else {
      cells.getFirst().append(text).append('\n');
    }
  }

  private void finish(List<String> row) {
    if (cells.isEmpty()) {
      sink.row(row);
    } else {
      cells.getFirst().append(String.join(" | ", row)).append('\n');
    }
  }
}
