package dev.groundwire.llm.protocol;

/** The beginning of a text, for a span. */
final class ToldText {
  /** Remembers nothing. */
  static final ToldText NOTHING = new ToldText(0);

  /** Chunks are far longer than what they say. */
  private static final int MOST = 1 << 18;

  private final StringBuilder text = new StringBuilder();
  private final int most;

  ToldText() {
    this(MOST);
  }

  private ToldText(int most) {
    this.most = most;
  }

  void add(CharSequence piece) {
    int room = most - text.length();
    if (room > 0) {
      text.append(piece, 0, Math.min(room, piece.length()));
    }
  }

  /** A whole one, or none. */
  void addLine(String line) {
    if (text.length() + line.length() < most) {
      text.append(line).append('\n');
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
