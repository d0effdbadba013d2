package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.TokenUsage;

/** The text of a message, and nothing else of it. */
record MessagesText(WrittenText text) implements MessagesReading.Taker {
  @Override
  public boolean take(MessagesEvent event) {
    boolean isText = event.deltaType().equals("text_delta") || event.blockType().equals("text");
    if (!isText || event.text().isEmpty()) {
      return false;
    }
    text.append(event.text());
    return true;
  }

  @Override
  public void end(String reason, TokenUsage usage) {}

  @Override
  public String finishReason(String reason) {
    return FinishReason.ofGeneration(reason);
  }
}
