package dev.groundwire.ingestion.parse;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells what a file is from its first bytes, and only then from its name. */
public final class MediaTypes {
  static final String PDF = "application/pdf";
  static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  static final String PPTX =
      "application/vnd.openxmlformats-officedocument.presentationml.presentation";
  static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  static final String EPUB = "application/epub+zip";
  static final String OPEN_DOCUMENT = "application/vnd.oasis.opendocument";
  static final String OLE2 = "application/x-ole-storage";
  static final String RTF = "application/rtf";
  static final String ZIP = "application/zip";
  static final String BINARY = "application/octet-stream";
  static final String HTML = "text/html";
  static final String MARKDOWN = "text/markdown";
  static final String CSV = "text/csv";
  static final String TSV = "text/tab-separated-values";
  static final String EMAIL = "message/rfc822";
  static final String PLAIN = "text/plain";

  /** Bytes of a file's beginning that {@link #detect} looks at. */
  public static final int HEAD_BYTES = 4096;

  private static final Set<String> ARCHIVES =
      Set.of(
          ZIP,
          "application/gzip",
          "application/x-7z-compressed",
          "application/vnd.rar",
          "application/x-xz",
          "application/x-bzip2",
          "application/zstd",
          "application/x-lz4",
          "application/x-tar",
          "application/x-archive",
          "application/vnd.ms-cab-compressed",
          "application/x-compress");

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("pdf", PDF),
          Map.entry("docx", DOCX),
          Map.entry("docm", DOCX),
          Map.entry("dotx", DOCX),
          Map.entry("pptx", PPTX),
          Map.entry("pptm", PPTX),
          Map.entry("ppsx", PPTX),
          Map.entry("xlsx", XLSX),
          Map.entry("xlsm", XLSX),
          Map.entry("epub", EPUB),
          Map.entry("html", HTML),
          Map.entry("htm", HTML),
          Map.entry("xhtml", HTML),
          Map.entry("md", MARKDOWN),
          Map.entry("markdown", MARKDOWN),
          Map.entry("csv", CSV),
          Map.entry("tsv", TSV),
          Map.entry("eml", EMAIL),
          Map.entry("txt", PLAIN),
          Map.entry("text", PLAIN),
          Map.entry("log", PLAIN));

  private MediaTypes() {}

  /**
   * The media type of a file, {@code application/octet-stream} when it is of no known kind.
   *
   * @param head the first {@link #HEAD_BYTES} bytes, or all of a shorter file
   */
  public static String detect(byte[] head, String name) {
    return detect(head, name, "");
  }

  /** Whether files of this type are refused because other files are packed in them. */
  public static boolean isArchive(String mediaType) {
    return ARCHIVES.contains(mediaType);
  }

  /** The declared type decides only between kinds of text, and only when the name does not. */
  static String detect(byte[] head, String name, String declared) {
    String known = Signatures.find(head);
    String named = byName(name);
    if (known.equals(ZIP)) {
      return ZipHead.typeOf(head, named);
    }
    if (!known.isEmpty()) {
      return known;
    }
    if (!TextShape.isText(head)) {
      return BINARY;
    }
    if (isText(named)) {
      return named;
    }
    String plainDeclared = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return isText(plainDeclared) && !plainDeclared.equals(PLAIN)
        ? plainDeclared
        : TextShape.typeOf(head);
  }

  /** What the name promises, or an empty string. */
  static String byName(String name) {
    int dot = name.lastIndexOf('.');
    return BY_EXTENSION.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), "");
  }

  private static boolean isText(String type) {
    return Set.of(HTML, MARKDOWN, CSV, TSV, EMAIL, PLAIN).contains(type);
  }
}
