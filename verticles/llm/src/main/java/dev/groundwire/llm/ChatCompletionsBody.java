package dev.groundwire.llm;

import dev.groundwire.bus.llm.PromptMessage;
import dev.groundwire.bus.llm.StartGeneration;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What is sent to {@code /chat/completions}. */
final class ChatCompletionsBody {
  private ChatCompletionsBody() {}

  static Buffer of(StartGeneration request, String model, int maxTokens, OpenAiConfig config) {
    JsonArray messages = new JsonArray();
    for (PromptMessage message : request.prompt()) {
      messages.add(new JsonObject().put("role", message.role()).put("content", message.content()));
    }
    JsonObject body =
        new JsonObject()
            .put("model", model)
            .put("messages", messages)
            .put("stream", true)
            .put("stream_options", new JsonObject().put("include_usage", true))
            .put(config.maxTokensField(), maxTokens);
    if (config.temperature() != null) {
      body.put("temperature", config.temperature());
    }
    return body.toBuffer();
  }
}
