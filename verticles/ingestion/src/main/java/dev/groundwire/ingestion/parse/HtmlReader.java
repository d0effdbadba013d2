package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Reads a web page, also one that lies about its charset. */
final class HtmlReader implements FormatReader {
  private static final int DECLARATION_WITHIN = 4096;
  private static final Pattern CHARSET =
      Pattern.compile("(?i)(?:charset|encoding)\\s*=\\s*[\"']?\\s*([\\w.:-]+)");

  @Override
  public void read(Original original, DocumentText into) throws IOException {
    page(original.textBytes(into.limits()), declaredIn(original.declaredType()), into);
  }

  /**
   * @param outside the charset that the transport declared; it wins over the page's own
   */
  static void page(byte[] bytes, String outside, DocumentText into) {
    String head =
        new String(
            bytes, 0, Math.min(bytes.length, DECLARATION_WITHIN), StandardCharsets.ISO_8859_1);
    String declared = outside.isEmpty() ? declaredIn(head) : outside;
    Document page = Jsoup.parse(TextDecoder.decode(bytes, declared));
    into.title(page.title());
    page.body().traverse(new HtmlBlocks(into));
  }

  static String declaredIn(String declaration) {
    Matcher found = CHARSET.matcher(declaration);
    return found.find() ? found.group(1) : "";
  }
}
