package dev.groundwire.llm.protocol;

/** The chunks of a chat completion as they came. */
record ChatPassage(WrittenChunks chunks) implements ChatReading.Taker {
  /** What is held back for the first text is bounded. */
  private static final int MOST_BEFORE_TEXT = 1 << 16;

  @Override
  public boolean take(ChatChunk chunk, byte[] bytes, int from, int length) {
    int says = chunk.text().length() + chunk.otherCharacters();
    chunks.add(bytes, from, length, says);
    return says > 0 || chunks.size() > MOST_BEFORE_TEXT;
  }

  @Override
  public String finishReason(String reason) {
    return reason;
  }
}
