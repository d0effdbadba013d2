package dev.groundwire.ingestion.parse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The magic bytes of binary formats. */
final class Signatures {
  /** Readers accept a PDF header behind some rubbish; the format's own tools look this far. */
  private static final int PDF_HEADER_WITHIN = 1024;

  /**
   * @param bytes one character for each
   */
  private record Signature(int at, String bytes, String mediaType) {
    boolean matches(byte[] head) {
      byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
      int end = at + wanted.length;
      return head.length >= end && Arrays.equals(head, at, end, wanted, 0, wanted.length);
    }
  }

  private static final List<Signature> KNOWN =
      List.of(
          hex("504b0304", MediaTypes.ZIP),
          hex("504b0506", MediaTypes.ZIP),
          hex("504b0708", MediaTypes.ZIP),
          hex("d0cf11e0a1b11ae1", MediaTypes.OLE2),
          of(0, "{\\rtf", MediaTypes.RTF),
          hex("1f8b", "application/gzip"),
          hex("1f9d", "application/x-compress"),
          hex("377abcaf271c", "application/x-7z-compressed"),
          hex("526172211a07", "application/vnd.rar"),
          hex("fd377a585a00", "application/x-xz"),
          of(0, "BZh", "application/x-bzip2"),
          hex("28b52ffd", "application/zstd"),
          hex("04224d18", "application/x-lz4"),
          of(0, "!<arch>\n", "application/x-archive"),
          hex("4d53434600000000", "application/vnd.ms-cab-compressed"),
          of(257, "ustar", "application/x-tar"),
          hex("89504e470d0a", "image/png"),
          hex("ffd8ff", "image/jpeg"),
          of(0, "GIF8", "image/gif"),
          hex("49492a00", "image/tiff"),
          hex("4d4d002a", "image/tiff"),
          hex("7f454c46", "application/x-executable"));

  private Signatures() {}

  /** The media type that the bytes prove, or an empty string. */
  static String find(byte[] head) {
    for (Signature signature : KNOWN) {
      if (signature.matches(head)) {
        return signature.mediaType();
      }
    }
    String start =
        new String(head, 0, Math.min(head.length, PDF_HEADER_WITHIN), StandardCharsets.ISO_8859_1);
    return start.contains("%PDF-") ? MediaTypes.PDF : "";
  }

  private static Signature hex(String bytes, String mediaType) {
    String characters = new String(HexFormat.of().parseHex(bytes), StandardCharsets.ISO_8859_1);
    return new Signature(0, characters, mediaType);
  }

  private static Signature of(int at, String bytes, String mediaType) {
    return new Signature(at, bytes, mediaType);
  }
}
