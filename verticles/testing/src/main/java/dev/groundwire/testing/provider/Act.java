package dev.groundwire.testing.provider;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** What is done for a step, in bytes: made once for all requests that are answered alike. */
sealed interface Act {
  record Write(Buffer bytes) implements Act {}

  /** Writes these bytes with the time of writing from {@code at} on. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stamped(byte[] bytes, int at) implements Act {
    static final int DIGITS = 17;
    static final String BLANK = "0".repeat(DIGITS);

    static Stamped of(String frame) {
      return new Stamped(frame.getBytes(StandardCharsets.UTF_8), frame.indexOf(BLANK));
    }

    Buffer now() {
      byte[] copy = bytes.clone();
      long rest = System.nanoTime();
      for (int i = at + DIGITS - 1; i >= at; i--) {
        copy[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      return Buffer.buffer(copy);
    }
  }

  record Pause(long nanos) implements Act {}

  record Await(Future<?> signal) implements Act {}

  record Stall() implements Act {}

  record Disconnect() implements Act {}
}
