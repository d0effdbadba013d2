package dev.groundwire.ingestion.parse;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamReader;

/**
 * The text of shapes and tables in DrawingML: slides, notes, diagrams, titles of charts, drawings
 * on sheets.
 */
final class SlideShapes implements SafeXml.Handler {
  private final DocumentText into;
  private final boolean titles;
  private final StringBuilder paragraph = new StringBuilder();
  private final List<String> paragraphs = new ArrayList<>();
  private final List<String> row = new ArrayList<>();
  private String placeholder = "";
  private boolean words;
  private boolean inCell;

  /**
   * @param titles whether a title placeholder is a heading of what follows
   */
  SlideShapes(DocumentText into, boolean titles) {
    this.into = into;
    this.titles = titles;
  }

  @Override
  public void start(String name, XMLStreamReader xml) {
    // Comments of a slide hold their words in p:text.
    words = name.equals("t") || name.equals("text");
    switch (name) {
      case "ph" -> placeholder = SafeXml.attribute(xml, "type");
      case "br" -> paragraph.append('\n');
      case "tc" -> {
        inCell = true;
        finishShape();
      }
      default -> {} // geometry and looks
    }
  }

  @Override
  public void end(String name) {
    words = false;
    switch (name) {
      case "p", "text" -> {
        paragraphs.add(paragraph.toString());
        paragraph.setLength(0);
      }
      case "sp", "cxnSp", "graphicFrame", "pt", "cm", "title" -> finishShape();
      case "tc" -> {
        row.add(String.join("\n", paragraphs));
        paragraphs.clear();
        inCell = false;
      }
      case "tr" -> {
        into.tableRow(row);
        row.clear();
      }
      default -> {} // see start
    }
  }

  @Override
  public void text(String content) {
    if (words) {
      paragraph.append(content);
    }
  }

  private void finishShape() {
    if (!placeholder.equals("sldNum")) {
      boolean title =
          titles && !inCell && (placeholder.equals("title") || placeholder.equals("ctrTitle"));
      if (title) {
        into.heading(1, String.join(" ", paragraphs));
      } else {
        paragraphs.forEach(into::listItem);
      }
    }
    paragraphs.clear();
    placeholder = "";
  }
}
