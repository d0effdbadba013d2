package dev.groundwire.ingestion.parse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Tells from a ZIP file's first local entries which document format it is, or that it is none. */
final class ZipHead {
  private static final int LOCAL_ENTRY = 0x04034b50;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int SIZE_FOLLOWS_THE_CONTENT = 8;

  private ZipHead() {}

  /**
   * The format of the first entry that tells; else the one that the name promises, for parsing to
   * find out; else an archive.
   */
  static String typeOf(byte[] head, String named) {
    ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    boolean office = false;
    int at = 0;
    while (at + LOCAL_HEADER_BYTES <= head.length && bytes.getInt(at) == LOCAL_ENTRY) {
      int flags = bytes.getShort(at + 6);
      long size = Integer.toUnsignedLong(bytes.getInt(at + 18));
      int nameLength = Short.toUnsignedInt(bytes.getShort(at + 26));
      int extraLength = Short.toUnsignedInt(bytes.getShort(at + 28));
      int nameAt = at + LOCAL_HEADER_BYTES;
      if (nameAt + nameLength > head.length) {
        break;
      }
      String entry = new String(head, nameAt, nameLength, StandardCharsets.UTF_8);
      int contentAt = nameAt + nameLength + extraLength;
      String type = typeOf(entry, head, contentAt, size);
      if (!type.isEmpty()) {
        return type;
      }
      office |= isOfficePart(entry);
      if ((flags & SIZE_FOLLOWS_THE_CONTENT) != 0 || contentAt + size > head.length) {
        break;
      }
      at = contentAt + (int) size;
    }
    return zipped(named) ? named : office ? MediaTypes.DOCX : MediaTypes.ZIP;
  }

  private static String typeOf(String entry, byte[] head, int contentAt, long size) {
    if (entry.equals("mimetype")) {
      int end = (int) Math.min(head.length, contentAt + Math.min(size, 200));
      String type =
          contentAt < end
              ? new String(head, contentAt, end - contentAt, StandardCharsets.UTF_8).strip()
              : "";
      return type.startsWith(MediaTypes.OPEN_DOCUMENT) ? MediaTypes.OPEN_DOCUMENT : MediaTypes.EPUB;
    }
    return entry.startsWith("word/")
        ? MediaTypes.DOCX
        : entry.startsWith("ppt/")
            ? MediaTypes.PPTX
            : entry.startsWith("xl/") ? MediaTypes.XLSX : "";
  }

  private static boolean isOfficePart(String entry) {
    return entry.equals("[Content_Types].xml")
        || entry.startsWith("_rels/")
        || entry.startsWith("docProps/")
        || entry.startsWith("customXml/");
  }

  private static boolean zipped(String type) {
    return type.equals(MediaTypes.DOCX)
        || type.equals(MediaTypes.PPTX)
        || type.equals(MediaTypes.XLSX)
        || type.equals(MediaTypes.EPUB);
  }
}
