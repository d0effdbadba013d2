package dev.groundwire.ingestion.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * Cuts a page into blocks at its block elements. A visitor, because jsoup's walk needs no stack: a
 * page nested 200,000 deep is only slow.
 */
final class HtmlBlocks implements NodeVisitor {
  private static final Set<String> UNSEEN =
      Set.of(
          "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select");

  private final DocumentText into;
  private final StringBuilder text = new StringBuilder();
  private final Deque<List<String>> rows = new ArrayDeque<>();
  private int unseen;
  private int preformatted;
  private int items;

  HtmlBlocks(DocumentText into) {
    this.into = into;
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode words && unseen == 0) {
      text.append(preformatted > 0 ? words.getWholeText() : spaced(words.getWholeText()));
    } else if (node instanceof Element element) {
      open(element);
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      close(element);
    }
  }

  private void open(Element element) {
    String name = element.normalName();
    if (UNSEEN.contains(name)) {
      unseen++;
      return;
    }
    switch (name) {
      case "br" -> text.append('\n');
      case "tr" -> {
        flush();
        rows.push(new ArrayList<>());
      }
      case "td", "th" -> {
        if (rows.size() == 1) {
          text.setLength(0);
        }
      }
      default -> {
        if (element.isBlock() || name.equals("dt") || name.equals("dd")) {
          flush();
        }
      }
    }
    preformatted += name.equals("pre") || name.equals("textarea") ? 1 : 0;
    items += name.equals("li") ? 1 : 0;
  }

  private void close(Element element) {
    String name = element.normalName();
    if (UNSEEN.contains(name)) {
      unseen--;
      return;
    }
    switch (name) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        if (rows.isEmpty()) {
          into.heading(name.charAt(1) - '0', text);
          text.setLength(0);
        }
      }
      case "td", "th" -> closeCell();
      case "tr" -> closeRow();
      default -> {
        if (element.isBlock() || name.equals("dt") || name.equals("dd")) {
          flush();
        }
      }
    }
    preformatted -= name.equals("pre") || name.equals("textarea") ? 1 : 0;
    items -= name.equals("li") ? 1 : 0;
  }

  /** A table inside a cell is text of that cell. */
  private void closeCell() {
    if (rows.size() == 1) {
      rows.getFirst().add(text.toString());
      text.setLength(0);
    } else {
      text.append(' ');
    }
  }

  private void closeRow() {
    if (rows.size() == 1) {
      into.tableRow(rows.getFirst());
      text.setLength(0);
    }
    rows.pop();
  }

  private void flush() {
    if (!rows.isEmpty()) {
      text.append('\n');
      return;
    }
    if (preformatted > 0) {
      into.code(text);
    } else if (items > 0) {
      into.listItem(text);
    } else {
      into.paragraph(text);
    }
    text.setLength(0);
  }

  private static String spaced(String words) {
    return words.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
  }
}
