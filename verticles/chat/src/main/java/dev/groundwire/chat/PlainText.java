package dev.groundwire.chat;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;

/** Text from outside that a database and UTF-8 can hold. */
final class PlainText {
  private PlainText() {}

  /**
   * @throws BusFailure when it holds NUL or half a character
   */
  static String required(String key, String text) {
    boolean isPlain = text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
    if (!isPlain) {
      throw new BusFailure(
          FailureCode.INVALID_REQUEST, key + " holds a NUL or half a character; send plain text");
    }
    return text;
  }
}
