package dev.groundwire.ingestion.parse;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells text from other bytes, and marked-up text from plain. */
final class TextShape {
  private static final Pattern MAIL_HEADER =
      Pattern.compile(
          "(?i)\\A(?:[\\w-]+:[^\\n]*\\n(?:[ \\t][^\\n]*\\n)*)*"
              + "(?:from|received|return-path|mime-version|message-id|delivered-to):");
  private static final Pattern HTML_START =
      Pattern.compile(
          "(?is)\\A\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.*?-->\\s*)*<(?:!doctype html|html|head|body)\\b");

  private static final int NUL_WEIGHT = 5;

  private TextShape() {}

  /**
   * More than a few control characters mean bytes that are no text, unless they come as UTF-16 or
   * UTF-32 does.
   */
  static boolean isText(byte[] head) {
    if (Unicode.byteOrderMark(head).isPresent() || Unicode.unmarkedUtf16(head).isPresent()) {
      return true;
    }
    int foreign = 0;
    for (byte b : head) {
      foreign += b == 0 ? NUL_WEIGHT : isControl(b) ? 1 : 0;
    }
    return foreign * 50 <= head.length + 100;
  }

  private static boolean isControl(byte b) {
    return b > 0 && b < 0x20 && "\t\n\r\f\u001b".indexOf(b) < 0;
  }

  static String typeOf(byte[] head) {
    String start =
        new String(head, 0, Math.min(head.length, 1024), StandardCharsets.ISO_8859_1)
            .replace("\r\n", "\n");
    if (HTML_START.matcher(start.toLowerCase(Locale.ROOT)).find()) {
      return MediaTypes.HTML;
    }
    return MAIL_HEADER.matcher(start).find() ? MediaTypes.EMAIL : MediaTypes.PLAIN;
  }
}
