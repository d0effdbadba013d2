package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.llm.TokenUsage;

/** The chunk without choices in which a stream tells its usage. */
final class UsageChunk {
  private static final String USAGE = "\"usage\"";

  private UsageChunk() {}

  /**
   * True when a chunk may tell its usage: it has an object of that name. Most chunks have none, so
   * they need not be parsed.
   */
  static boolean mayBe(String chunk) {
    int at = chunk.indexOf(USAGE);
    while (at >= 0) {
      int next = pastSpace(chunk, at + USAGE.length());
      if (next < chunk.length() && chunk.charAt(next) == ':') {
        next = pastSpace(chunk, next + 1);
        if (next < chunk.length() && chunk.charAt(next) == '{') {
          return true;
        }
      }
      at = chunk.indexOf(USAGE, at + 1);
    }
    return false;
  }

  private static int pastSpace(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  static boolean hasUsage(ObjectNode chunk) {
    return chunk.path("usage").isObject();
  }

  /** True when it says nothing else, so that a client which did not ask must not see it. */
  static boolean isIt(ObjectNode chunk) {
    return hasUsage(chunk) && chunk.path("choices").isEmpty();
  }

  /** One that says what was counted here, for providers that say nothing. */
  static ObjectNode like(ObjectNode chunk, TokenUsage usage) {
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    chunk
        .properties()
        .forEach(field -> {
          if (field.getValue().isValueNode()) {
            made.set(field.getKey(), field.getValue());
          }
        });
    made.putArray("choices");
    made.set("usage", usage(usage));
    return made;
  }

  static ObjectNode usage(TokenUsage usage) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("prompt_tokens", usage.promptTokens())
        .put("completion_tokens", usage.completionTokens())
        .put("total_tokens", usage.promptTokens() + usage.completionTokens());
  }
}
