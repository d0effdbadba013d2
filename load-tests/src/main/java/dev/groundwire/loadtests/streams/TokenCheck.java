package dev.groundwire.loadtests.streams;

/**
 * Reads the numbers and times that the provider has written into its tokens, however they are cut.
 */
final class TokenCheck {
  /** Told of each token that came whole. */
  interface Listener {
    void token(int number, long stampNanos);
  }

  private static final int NONE = -1;

  private final Listener listener;
  private long number = NONE;
  private long stamp = NONE;
  private boolean inStamp;
  private int expected;
  private int lost;
  private int repeated;

  TokenCheck(Listener listener) {
    this.listener = listener;
  }

  void text(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b >= '0' && b <= '9') {
        if (inStamp) {
          stamp = 10 * Math.max(0, stamp) + (b - '0');
        } else {
          number = 10 * Math.max(0, number) + (b - '0');
        }
      } else if (b == '@') {
        inStamp = true;
      } else if (b == ' ') {
        end();
      }
    }
  }

  private void end() {
    if (number == NONE) {
      return;
    }
    int given = (int) number;
    if (given == expected) {
      expected++;
    } else if (given < expected) {
      repeated++;
    } else {
      lost += given - expected;
      expected = given + 1;
    }
    listener.token(given, stamp);
    number = NONE;
    stamp = NONE;
    inStamp = false;
  }

  /** Those missing so far, and those that should have come up to this count. */
  int lost(int tokens) {
    return lost + Math.max(0, tokens - expected);
  }

  int repeated() {
    return repeated;
  }

  int next() {
    return expected;
  }
}
