package dev.groundwire.loadtests.streams;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the events of one stream, of chat completions or of an answer, and what their text says.
 * Looks for the few fields that matter instead of reading JSON.
 */
final class EventReader implements HttpBody.Sink {
  private static final int LINE_BYTES = 1024 * 1024;
  private static final byte[] DATA = ascii("data:");
  private static final byte[] EVENT = ascii("event:");
  private static final byte[] ID = ascii("id:");
  private static final byte[] CONTENT = ascii("\"content\":\"");
  private static final byte[] TEXT = ascii("\"text\":\"");
  private static final byte[] END = ascii("[DONE]");
  private static final byte[] ERROR = ascii("\"error\":{");

  private final TokenCheck tokens;
  private byte[] line = new byte[192];
  private int length;
  private String event = "";
  private long lastId;
  private int idsOutOfOrder;
  private boolean isDone;
  private String failure = "";

  EventReader(TokenCheck tokens) {
    this.tokens = tokens;
  }

  /** Whether what ends a stream has come, and nothing after it. */
  boolean isDone() {
    return isDone;
  }

  /** Empty when none was told. */
  String failure() {
    return failure;
  }

  int idsOutOfOrder() {
    return idsOutOfOrder;
  }

  @Override
  public void bytes(byte[] bytes, int from, int to) {
    int begin = from;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        if (length == 0) {
          line(bytes, begin, i);
        } else {
          keep(bytes, begin, i);
          line(line, 0, length);
          length = 0;
        }
        begin = i + 1;
      }
    }
    keep(bytes, begin, to);
  }

  private void keep(byte[] bytes, int from, int to) {
    int more = to - from;
    if (length + more > line.length) {
      if (length + more > LINE_BYTES) {
        throw new IllegalStateException("a line of a stream is over " + LINE_BYTES + " bytes");
      }
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
    }
    System.arraycopy(bytes, from, line, length, more);
    length += more;
  }

  private void line(byte[] bytes, int from, int to) {
    if (from == to) {
      event = "";
    } else if (starts(bytes, from, to, DATA)) {
      data(bytes, from + DATA.length, to);
    } else if (starts(bytes, from, to, EVENT)) {
      event = string(bytes, from + EVENT.length, to);
    } else if (starts(bytes, from, to, ID)) {
      id(bytes, from + ID.length, to);
    }
  }

  private void id(byte[] bytes, int from, int to) {
    long id = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        id = 10 * id + (bytes[i] - '0');
      }
    }
    if (id <= lastId) {
      idsOutOfOrder++;
    }
    lastId = id;
  }

  private void data(byte[] bytes, int from, int to) {
    if (isDone) {
      failure = "something came after the end";
    }
    switch (event) {
      case "" -> chunk(bytes, from, to);
      case "delta" -> text(bytes, from, to, TEXT);
      case "done" -> isDone = true;
      case "error" -> {
        failure = string(bytes, from, to);
        isDone = true;
      }
      default -> {} // the product's events about its state
    }
  }

  private void chunk(byte[] bytes, int from, int to) {
    if (!text(bytes, from, to, CONTENT)) {
      if (find(bytes, from, to, END) >= 0) {
        isDone = true;
      } else if (find(bytes, from, to, ERROR) >= 0) {
        failure = string(bytes, from, to);
      }
    }
  }

  private boolean text(byte[] bytes, int from, int to, byte[] field) {
    int at = find(bytes, from, to, field);
    if (at < 0) {
      return false;
    }
    int begin = at + field.length;
    int end = begin;
    while (end < to && bytes[end] != '"') {
      end++;
    }
    tokens.text(bytes, begin, end);
    return true;
  }

  private static boolean starts(byte[] bytes, int from, int to, byte[] with) {
    return to - from >= with.length
        && Arrays.equals(bytes, from, from + with.length, with, 0, with.length);
  }

  private static int find(byte[] bytes, int from, int to, byte[] what) {
    for (int i = from; i <= to - what.length; i++) {
      if (bytes[i] == what[0] && starts(bytes, i, to, what)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String string(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
  }
}
