package dev.groundwire.gateway.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events as bytes, gathered until they are taken. Every text given is one line. */
final class EventBytes {
  private static final byte[] ID = ascii("id: ");
  private static final byte[] EVENT = ascii("event: ");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] LINE = ascii("\n");
  private static final byte[] END = ascii("\n\n");
  private static final byte[] COMMENT = ascii(": \n\n");

  /** How long a client waits before it reconnects, in milliseconds. */
  private static final byte[] RETRY = ascii("retry: 1000\n\n");

  private static final int FIRST_SIZE = 256;

  private @Nullable Buffer gathered;

  boolean isEmpty() {
    return gathered == null;
  }

  int length() {
    return gathered == null ? 0 : gathered.length();
  }

  /** Null when there is nothing. */
  @Nullable Buffer take() {
    Buffer taken = gathered;
    gathered = null;
    return taken;
  }

  void drop() {
    gathered = null;
  }

  void retry() {
    buffer().appendBytes(RETRY);
  }

  void comment() {
    buffer().appendBytes(COMMENT);
  }

  /** Of the event whose data follows. */
  void id(long id) {
    buffer().appendBytes(ID).appendString(Long.toString(id)).appendBytes(LINE);
  }

  /** Of the event whose data follows. */
  void type(String type) {
    buffer().appendBytes(EVENT).appendString(type).appendBytes(LINE);
  }

  /** Ends an event. */
  void data(String line) {
    buffer().appendBytes(DATA).appendString(line).appendBytes(END);
  }

  /** Ends an event whose data is mostly the same each time. */
  void data(byte[] before, String text, byte[] after) {
    buffer()
        .appendBytes(DATA)
        .appendBytes(before)
        .appendString(text)
        .appendBytes(after)
        .appendBytes(END);
  }

  /** Events that are laid out already. */
  void text(String events) {
    buffer().appendString(events);
  }

  private Buffer buffer() {
    Buffer added = gathered;
    if (added == null) {
      added = Buffer.buffer(FIRST_SIZE);
      gathered = added;
    }
    return added;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
