package dev.groundwire.ingestion.parse;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The encodings of Unicode that can be told from the bytes alone. */
final class Unicode {
  private Unicode() {}

  static Optional<Charset> byteOrderMark(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xFF, 0xFE, 0, 0)) {
      return Optional.of(StandardCharsets.UTF_32LE);
    }
    if (startsWith(bytes, 0, 0, 0xFE, 0xFF)) {
      return Optional.of(StandardCharsets.UTF_32BE);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return startsWith(bytes, 0xFE, 0xFF)
        ? Optional.of(StandardCharsets.UTF_16BE)
        : Optional.empty();
  }

  /** Text with ASCII in it has its NULs in UTF-16 all on even or all on odd places. */
  static Optional<Charset> unmarkedUtf16(byte[] bytes) {
    int length = Math.min(bytes.length, MediaTypes.HEAD_BYTES) & ~1;
    int even = 0;
    int odd = 0;
    for (int i = 0; i < length; i += 2) {
      even += bytes[i] == 0 ? 1 : 0;
      odd += bytes[i + 1] == 0 ? 1 : 0;
    }
    if (length < 8 || even + odd < Math.max(2, length / 10) || even + odd > length * 6 / 10) {
      return Optional.empty();
    }
    if (even == 0) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return odd == 0 ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
  }

  /**
   * Whether the bytes are UTF-8, a few faults in much valid text (a cut, a pasted byte) included.
   */
  static boolean isUtf8(byte[] bytes) {
    int valid = 0;
    int faults = 0;
    int i = 0;
    while (i < bytes.length) {
      int lead = Byte.toUnsignedInt(bytes[i]);
      int length =
          lead < 0x80
              ? 1
              : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
      if (length == 1) {
        i++;
      } else if (length > 1 && continues(bytes, i + 1, length - 1)) {
        valid++;
        i += length;
      } else {
        faults++;
        i++;
      }
    }
    return faults == 0 || valid > 20 * faults;
  }

  private static boolean continues(byte[] bytes, int from, int count) {
    if (from + count > bytes.length) {
      return false;
    }
    for (int i = from; i < from + count; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (Byte.toUnsignedInt(bytes[i]) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
