package dev.groundwire.llm.protocol;

/** The text of a chat completion, and nothing else of it. */
record ChatText(WrittenText text) implements ChatReading.Taker {
  @Override
  public boolean take(ChatChunk chunk, byte[] bytes, int from, int length) {
    if (chunk.text().isEmpty()) {
      return false;
    }
    text.append(chunk.text());
    return true;
  }

  @Override
  public String finishReason(String reason) {
    return FinishReason.ofGeneration(reason);
  }
}
