package dev.groundwire.ingestion;

import java.util.Locale;
import java.util.regex.Pattern;

/** Kinds of documents that are told apart where many are counted. */
enum SourceFamily {
  PDF("pdf"),
  WORD("wordprocessingml|opendocument.text|rtf"),
  SLIDES("presentationml|opendocument.presentation"),
  SHEET("spreadsheetml|opendocument.spreadsheet|csv|tab-separated"),
  BOOK("epub"),
  WEB("html"),
  MARKDOWN("markdown"),
  EMAIL("rfc822"),
  TEXT("^text/"),
  OTHER("");

  private final Pattern part;

  SourceFamily(String part) {
    this.part = Pattern.compile(part);
  }

  /** The first that a media type tells of. */
  static SourceFamily of(String mediaType) {
    String type = mediaType.toLowerCase(Locale.ROOT);
    for (SourceFamily family : values()) {
      if (family.part.matcher(type).find()) {
        return family;
      }
    }
    return OTHER;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
