package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;

/** Headings become sections; what only marks up is left out, link targets included. */
final class MarkdownReader implements FormatReader {
  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  @Override
  public void read(Original original, DocumentText into) throws IOException {
    document(TextDecoder.decode(original.textBytes(into.limits())), into);
  }

  static void document(String source, DocumentText into) {
    PARSER.parse(withoutFrontMatter(source)).accept(new MarkdownBlocks(into));
  }

  private static String withoutFrontMatter(String source) {
    if (!source.startsWith("---\n") && !source.startsWith("---\r\n")) {
      return source;
    }
    int end = source.indexOf("\n---", 3);
    return end < 0 ? source : source.substring(end + 4);
  }
}
