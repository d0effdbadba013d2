package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.PromptMessage;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What people and models wrote, as the conventions for spans of generative AI have it, and no more
 * of it than a span should hold.
 */
final class ToldMessages {
  /** Of the JSON. */
  static final int LONGEST = 16 << 10;

  private ToldMessages() {}

  static String of(List<PromptMessage> messages) {
    return fitting(messages);
  }

  /** Of the body of a chat completion. */
  static String of(JsonObject completion) {
    Object messages = completion.getValue("messages");
    if (!(messages instanceof JsonArray list)) {
      return "[]";
    }
    return fitting(
        list.stream()
            .filter(JsonObject.class::isInstance)
            .map(message -> message((JsonObject) message))
            .toList());
  }

  private static PromptMessage message(JsonObject message) {
    return new PromptMessage(
        String.valueOf(message.getValue("role")), String.valueOf(message.getValue("content")));
  }

  static String ofModel(String text) {
    return fitting(List.of(new PromptMessage("assistant", text)));
  }

  /** What the chunks of a completion say, a chunk a line. */
  static String texts(String chunks) {
    return chunks.lines().map(ToldMessages::text).collect(Collectors.joining());
  }

  private static String text(String chunk) {
    try {
      return new JsonObject(chunk)
          .getJsonArray("choices", new JsonArray()).stream()
              .map(choice -> ((JsonObject) choice).getJsonObject("delta", new JsonObject()))
              .map(delta -> delta.getString("content", ""))
              .collect(Collectors.joining());
    } catch (DecodeException | ClassCastException | NullPointerException unusual) {
      return ""; // it is told as it came; only the span lacks it
    }
  }

  /** All messages, each cut as much as is needed. */
  private static String fitting(List<PromptMessage> messages) {
    int most = LONGEST;
    String json = json(messages, most);
    while (json.length() > LONGEST && most > 0) {
      most /= 2;
      json = json(messages, most);
    }
    return json.length() > LONGEST ? "[]" : json;
  }

  private static String json(List<PromptMessage> messages, int most) {
    JsonArray array = new JsonArray();
    for (PromptMessage message : messages) {
      String content = message.content();
      String cut = content.substring(0, Math.min(most, content.length()));
      array.add(
          new JsonObject()
              .put("role", message.role())
              .put(
                  "parts",
                  new JsonArray().add(new JsonObject().put("type", "text").put("content", cut))));
    }
    return array.encode();
  }
}
