package dev.groundwire.ingestion.parse;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** A book: its XHTML parts in the order of the spine. */
final class EpubReader implements FormatReader {
  @Override
  public void read(Original original, DocumentText into) throws IOException {
    try (ZipFile zip = new ZipFile(original.file().toFile(), StandardCharsets.UTF_8)) {
      Element root = xml(zip, "META-INF/container.xml", into.limits()).selectFirst("rootfile");
      if (root == null) {
        throw ParseRefused.damaged("it names no package");
      }
      String packagePath = root.attr("full-path");
      Document book = xml(zip, packagePath, into.limits());
      refuseLocked(zip, into.limits());
      describe(book, into);
      Map<String, String> hrefs = new HashMap<>();
      for (Element item : book.select("manifest > *|item, manifest > item")) {
        hrefs.put(item.attr("id"), item.attr("href"));
      }
      List<Element> spine = book.select("spine > *|itemref, spine > itemref");
      for (int i = 0; i < spine.size(); i++) {
        String href = hrefs.getOrDefault(spine.get(i).attr("idref"), "");
        String path = resolve(packagePath, href);
        if (zip.getEntry(path) == null) {
          into.note("A part is missing in the book: " + href);
        } else {
          HtmlReader.page(bytes(zip, path, into.limits()), "", into);
        }
        into.progress(i + 1, spine.size());
      }
    }
  }

  /** Fonts may be obfuscated in any book; locked text means a book that only its reader opens. */
  private static void refuseLocked(ZipFile zip, ParseLimits limits) throws IOException {
    if (zip.getEntry("META-INF/encryption.xml") == null) {
      return;
    }
    String locked = xml(zip, "META-INF/encryption.xml", limits).outerHtml();
    if (locked.contains(".xhtml\"") || locked.contains(".html\"") || locked.contains(".htm\"")) {
      throw ParseRefused.encrypted();
    }
  }

  private static void describe(Document book, DocumentText into) {
    Element title = book.selectFirst("metadata > dc|title");
    if (title != null) {
      into.title(title.text());
    }
    Element language = book.selectFirst("metadata > dc|language");
    if (language != null && language.text().matches("[a-zA-Z]{2}([-_].*)?")) {
      into.language(language.text().substring(0, 2).toLowerCase(Locale.ROOT));
    }
  }

  private static String resolve(String packagePath, String href) {
    try {
      String folder = packagePath.substring(0, packagePath.lastIndexOf('/') + 1);
      String path = URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8);
      int fragment = path.indexOf('#');
      return URI.create("")
          .resolve(
              new URI(
                      null,
                      null,
                      folder + (fragment < 0 ? path : path.substring(0, fragment)),
                      null)
                  .normalize())
          .getPath();
    } catch (IllegalArgumentException | URISyntaxException noPath) {
      return href; // then the part will be reported as missing
    }
  }

  private static Document xml(ZipFile zip, String path, ParseLimits limits) throws IOException {
    String source = TextDecoder.decode(bytes(zip, path, limits));
    return Jsoup.parse(source, "", Parser.xmlParser());
  }

  private static byte[] bytes(ZipFile zip, String path, ParseLimits limits) throws IOException {
    ZipEntry entry = zip.getEntry(path);
    if (entry == null) {
      throw ParseRefused.damaged("it has no part " + path);
    }
    try (InputStream content = zip.getInputStream(entry)) {
      long most =
          Math.min(
              limits.maxEntryBytes(),
              Math.max(100_000L, entry.getCompressedSize() * limits.maxExpansion()));
      byte[] bytes = content.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, most + 1));
      if (bytes.length > most) {
        throw ParseRefused.hostile("a part of it inflates without end");
      }
      return bytes;
    }
  }
}
