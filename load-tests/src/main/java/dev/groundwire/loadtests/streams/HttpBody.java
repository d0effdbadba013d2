package dev.groundwire.loadtests.streams;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Takes an HTTP/1.1 response apart as its bytes come: the cheapest that is right for our servers.
 */
final class HttpBody {
  /** Takes a piece of the body. */
  interface Sink {
    void bytes(byte[] bytes, int from, int to);
  }

  private enum State {
    HEAD,
    FIXED,
    SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    COMPLETE
  }

  private static final int HEAD_BYTES = 16 * 1024;

  private final Sink sink;
  private State state = State.HEAD;
  private byte[] head = new byte[512];
  private int headLength;
  private int status;
  private long remaining;
  private int trailerLine;

  HttpBody(Sink sink) {
    this.sink = sink;
  }

  int status() {
    return status;
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  void feed(byte[] bytes, int length) {
    int at = 0;
    while (at < length && state != State.COMPLETE) {
      switch (state) {
        case HEAD -> head(bytes[at++]);
        case FIXED, CHUNK -> {
          int piece = (int) Math.min(remaining, length - at);
          sink.bytes(bytes, at, at + piece);
          at += piece;
          remaining -= piece;
          if (remaining == 0) {
            state = state == State.FIXED ? State.COMPLETE : State.CHUNK_END;
          }
        }
        case SIZE -> size(bytes[at++]);
        case CHUNK_END -> {
          if (bytes[at++] == '\n') {
            state = State.SIZE;
          }
        }
        case TRAILER -> trailer(bytes[at++]);
        case COMPLETE -> {}
      }
    }
  }

  private void head(byte b) {
    if (headLength == head.length) {
      if (headLength >= HEAD_BYTES) {
        throw new IllegalStateException("the head of a response is over " + HEAD_BYTES + " bytes");
      }
      head = Arrays.copyOf(head, 2 * head.length);
    }
    head[headLength++] = b;
    if (b != '\n' || headLength < 4 || head[headLength - 3] != '\n') {
      return;
    }
    String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    head = new byte[0];
    headLength = 0;
    status = Integer.parseInt(text.substring(9, 12));
    String lower = text.toLowerCase(Locale.ROOT);
    int length = lower.indexOf("\r\ncontent-length:");
    if (length >= 0) {
      int from = length + "\r\ncontent-length:".length();
      remaining = Long.parseLong(lower.substring(from, lower.indexOf('\r', from)).strip());
      state = remaining == 0 ? State.COMPLETE : State.FIXED;
    } else if (lower.contains("transfer-encoding: chunked")) {
      state = State.SIZE;
    } else {
      throw new IllegalStateException("neither length nor chunks: " + text);
    }
  }

  private void size(byte b) {
    if (b == '\n') {
      state = remaining == 0 ? State.TRAILER : State.CHUNK;
    } else if (b != '\r') {
      remaining = 16 * remaining + Character.digit(b, 16);
    }
  }

  private void trailer(byte b) {
    if (b == '\n' && trailerLine == 0) {
      state = State.COMPLETE;
    } else {
      trailerLine = b == '\n' ? 0 : b == '\r' ? trailerLine : trailerLine + 1;
    }
  }
}
