package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.PromptMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the Messages API, built message by message. */
final class MessagesRequest {
  private final List<String> system = new ArrayList<>();
  private final JsonArray messages = new JsonArray();
  private @Nullable String lastRole;

  static JsonObject of(
      Generate request, String model, int maxTokens, @Nullable Double temperature) {
    MessagesRequest messages = new MessagesRequest();
    for (PromptMessage message : request.prompt()) {
      if (message.role().equals("system")) {
        messages.system(message.content());
      } else {
        messages.add(message.role(), text(message.content()));
      }
    }
    JsonObject body = messages.body(model, maxTokens);
    if (temperature != null) {
      body.put("temperature", Math.min(1, temperature));
    }
    return body;
  }

  static JsonObject text(String text) {
    return new JsonObject().put("type", "text").put("text", text);
  }

  void system(String text) {
    system.add(text);
  }

  /** Blocks of one speaker that follow each other are one message: the protocol wants turns. */
  void add(String role, JsonObject block) {
    if (role.equals(lastRole)) {
      messages.getJsonObject(messages.size() - 1).getJsonArray("content").add(block);
    } else {
      messages.add(new JsonObject().put("role", role).put("content", new JsonArray().add(block)));
      lastRole = role;
    }
  }

  JsonObject body(String model, int maxTokens) {
    JsonObject body =
        new JsonObject()
            .put("model", model)
            .put("max_tokens", maxTokens)
            .put("stream", true)
            .put("messages", messages);
    if (!system.isEmpty()) {
      body.put("system", String.join("\n\n", system));
    }
    return body;
  }
}
