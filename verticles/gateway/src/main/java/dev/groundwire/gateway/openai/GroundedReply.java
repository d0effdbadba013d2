package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwire.bus.llm.TokenUsage;
import java.util.function.IntConsumer;

/** How an answer from documents is given to a client of OpenAI. */
interface GroundedReply {
  /**
   * Called before the first text.
   *
   * @param granted asks for so many items more
   */
  void follow(IntConsumer granted);

  /**
   * @param literal the text as a JSON string, quotes included
   */
  void text(String literal);

  /** What came together is complete. */
  void item();

  /**
   * @param grounding the field {@code groundwire}: where the answer comes from
   */
  void done(String finishReason, TokenUsage usage, JsonNode grounding);

  void fail(Throwable why);
}
