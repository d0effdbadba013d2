package dev.groundwire.llm.protocol;

import dev.groundwire.bus.llm.Generate;
import dev.groundwire.bus.llm.PromptMessage;
import dev.groundwire.llm.ProviderConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A generation as a request of the chat completions protocol. */
final class ChatRequest {
  private ChatRequest() {}

  static Buffer of(Generate request, String model, int maxTokens, ProviderConfig provider) {
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
            .put(provider.maxTokensField(), maxTokens);
    if (provider.temperature() != null) {
      body.put("temperature", provider.temperature());
    }
    return body.toBuffer();
  }

  static int roughPromptTokens(Generate request) {
    return request.prompt().stream().mapToInt(message -> RoughTokens.of(message.content())).sum();
  }
}
