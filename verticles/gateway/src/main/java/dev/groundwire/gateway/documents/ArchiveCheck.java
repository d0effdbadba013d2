package dev.groundwire.gateway.documents;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Tells archives from documents by their first bytes, and by their name where these are silent. */
final class ArchiveCheck {
  /** So many bytes decide; fewer only when the file has no more. */
  static final int SAMPLE = 4_096;

  private static final byte[] ZIP = {'P', 'K'};
  private static final List<byte[]> SIGNATURES =
      List.of(
          bytes(0x1f, 0x8b), // gzip
          bytes('7', 'z', 0xbc, 0xaf, 0x27, 0x1c),
          bytes('R', 'a', 'r', '!', 0x1a, 0x07),
          bytes('B', 'Z', 'h'),
          bytes(0xfd, '7', 'z', 'X', 'Z', 0x00),
          bytes(0x28, 0xb5, 0x2f, 0xfd), // zstd
          bytes('L', 'Z', 'I', 'P'));
  private static final int TAR_AT = 257;

  /** Office files and books are zips too; they say so in the names of their first entries. */
  private static final List<String> DOCUMENT_ENTRIES =
      List.of("[Content_Types].xml", "_rels/", "docProps/", "word/", "ppt/", "xl/");

  private static final List<String> ENDINGS =
      List.of(
          ".zip", ".tar", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".tbz2", ".xz", ".txz", ".zst",
          ".jar", ".war", ".lz", ".cab", ".iso");

  private ArchiveCheck() {}

  static boolean isArchive(String name, byte[] sample) {
    if (startsWith(sample, ZIP) && isZipRecord(sample)) {
      return !isDocumentZip(sample);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return SIGNATURES.stream().anyMatch(signature -> isSignature(sample, signature))
        || isTar(sample)
        || ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /** {@code BZh} alone may be the start of a text, so a level digit must follow. */
  private static boolean isSignature(byte[] sample, byte[] signature) {
    return startsWith(sample, signature)
        && (signature[0] != 'B' || (sample.length > 3 && sample[3] >= '1' && sample[3] <= '9'));
  }

  private static boolean isZipRecord(byte[] sample) {
    return sample.length >= 4
        && ((sample[2] == 3 && sample[3] == 4)
            || (sample[2] == 5 && sample[3] == 6)
            || (sample[2] == 7 && sample[3] == 8));
  }

  private static boolean isDocumentZip(byte[] sample) {
    String text = new String(sample, StandardCharsets.ISO_8859_1);
    return text.startsWith("mimetype", 30) || DOCUMENT_ENTRIES.stream().anyMatch(text::contains);
  }

  private static boolean isTar(byte[] sample) {
    return sample.length > TAR_AT + 5
        && new String(sample, TAR_AT, 5, StandardCharsets.ISO_8859_1).equals("ustar");
  }

  private static boolean startsWith(byte[] sample, byte[] signature) {
    if (sample.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if (sample[i] != signature[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
