package dev.groundwire.llm.protocol;

import io.vertx.core.buffer.Buffer;

/** Lends the bytes of a buffer, in one array for all calls of a context as far as they fit. */
final class ReadBytes {
  private static final int SHARED = 1 << 16;

  private final byte[] shared = new byte[SHARED];
  private boolean isLent;

  /** Uses the bytes during the call only. */
  interface Use {
    void of(byte[] bytes, int length);
  }

  void lend(Buffer chunk, Use use) {
    int length = chunk.length();
    // What is written may make another call read, within this one.
    if (isLent || length > SHARED) {
      use.of(chunk.getBytes(), length);
      return;
    }
    isLent = true;
    try {
      chunk.getBytes(0, length, shared, 0);
      use.of(shared, length);
    } finally {
      isLent = false;
    }
  }
}
