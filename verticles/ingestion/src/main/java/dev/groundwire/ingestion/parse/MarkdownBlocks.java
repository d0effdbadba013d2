package dev.groundwire.ingestion.parse;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.jsoup.Jsoup;

/** Walks a Markdown document and hands over its blocks. */
final class MarkdownBlocks extends AbstractVisitor {
  private final DocumentText into;
  private final StringBuilder text = new StringBuilder();
  private final List<String> row = new ArrayList<>();
  private int items;

  MarkdownBlocks(DocumentText into) {
    this.into = into;
  }

  @Override
  public void visit(Heading heading) {
    visitChildren(heading);
    if (heading.getLevel() == 1) {
      into.title(text.toString());
    }
    into.heading(heading.getLevel(), text);
    text.setLength(0);
  }

  @Override
  public void visit(Paragraph paragraph) {
    visitChildren(paragraph);
    if (items > 0) {
      into.listItem(text);
    } else {
      into.paragraph(text);
    }
    text.setLength(0);
  }

  @Override
  public void visit(ListItem item) {
    items++;
    visitChildren(item);
    items--;
  }

  @Override
  public void visit(FencedCodeBlock block) {
    into.code(block.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock block) {
    into.code(block.getLiteral());
  }

  @Override
  public void visit(HtmlBlock block) {
    Jsoup.parseBodyFragment(block.getLiteral()).body().traverse(new HtmlBlocks(into));
  }

  @Override
  public void visit(CustomBlock block) {
    if (block instanceof TableBlock) {
      visitChildren(block);
    }
  }

  @Override
  public void visit(CustomNode node) {
    visitChildren(node);
    if (node instanceof TableCell) {
      row.add(text.toString());
      text.setLength(0);
    } else if (node instanceof TableRow) {
      into.tableRow(row);
      row.clear();
    }
  }

  @Override
  public void visit(Text node) {
    text.append(node.getLiteral());
  }

  @Override
  public void visit(Code code) {
    text.append(code.getLiteral());
  }

  @Override
  public void visit(SoftLineBreak lineBreak) {
    text.append('\n');
  }

  @Override
  public void visit(HardLineBreak lineBreak) {
    text.append('\n');
  }
}
