package dev.groundwire.llm.protocol;

import dev.groundwire.bus.FailureCode;
import dev.groundwire.llm.dispatch.AttemptFailure.Kind;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A request of the chat completions protocol as one of the Messages API. What the latter cannot do
 * and nobody would miss, as a seed, is left out; what changes the answer's form is refused.
 */
final class CompletionTranslation {
  private final JsonObject request;
  private final int otherwiseMaxTokens;

  /**
   * @param maxTokens for a request that names none
   */
  CompletionTranslation(JsonObject request, int maxTokens) {
    this.request = request;
    this.otherwiseMaxTokens = maxTokens;
  }

  /**
   * @throws UpstreamFailure when it cannot be said in that protocol
   */
  JsonObject asking(String model) {
    try {
      return translated(model);
    } catch (ClassCastException | DecodeException malformed) {
      throw refused("The request is not one of the chat completions protocol; check its fields.");
    }
  }

  private JsonObject translated(String model) {
    Integer choices = request.getInteger("n");
    if (choices != null && choices != 1) {
      throw refused("This model writes one choice at a time; ask without n.");
    }
    if (request.getValue("response_format") instanceof JsonObject format
        && !"text".equals(format.getString("type"))) {
      throw refused("This model takes no response_format; ask without it, or use a tool.");
    }
    MessagesRequest messages = new MessagesRequest();
    JsonArray given = RequiredField.array(request, "messages");
    for (int at = 0; at < given.size(); at++) {
      add(RequiredField.object(given, at, "messages"), messages);
    }
    JsonObject body = messages.body(model, maxTokens());
    Double temperature = request.getDouble("temperature");
    if (temperature != null) {
      body.put("temperature", Math.clamp(temperature, 0.0, 1.0));
    }
    if (request.getDouble("top_p") != null) {
      body.put("top_p", request.getDouble("top_p"));
    }
    stop(body);
    if (request.getValue("user") instanceof String user) {
      body.put("metadata", new JsonObject().put("user_id", user));
    }
    ToolTranslation.add(request, body);
    return body;
  }

  private int maxTokens() {
    Integer asked = request.getInteger("max_completion_tokens", request.getInteger("max_tokens"));
    return asked == null ? otherwiseMaxTokens : Math.max(1, asked);
  }

  private void stop(JsonObject body) {
    switch (request.getValue("stop")) {
      case String one -> body.put("stop_sequences", new JsonArray().add(one));
      case JsonArray several -> body.put("stop_sequences", several);
      case null, default -> {}
    }
  }

  private static void add(JsonObject message, MessagesRequest messages) {
    String role = RequiredField.string(message, "role");
    Object content = message.getValue("content");
    switch (role) {
      case "system", "developer" -> messages.system(plainText(content));
      case "user" -> addContent("user", content, messages);
      case "assistant" -> {
        addContent("assistant", content, messages);
        ToolTranslation.addCalls(message, messages);
      }
      case "tool" -> messages.add("user", ToolTranslation.result(message, plainText(content)));
      default -> throw refused("There is no role of that name: " + role + ".");
    }
  }

  private static void addContent(String role, @Nullable Object content, MessagesRequest messages) {
    switch (content) {
      case null -> {}
      case String text -> {
        if (!text.isEmpty()) {
          messages.add(role, MessagesRequest.text(text));
        }
      }
      default -> {
        JsonArray parts = (JsonArray) content;
        for (int at = 0; at < parts.size(); at++) {
          messages.add(role, part(RequiredField.object(parts, at, "content")));
        }
      }
    }
  }

  private static JsonObject part(JsonObject part) {
    return switch (RequiredField.string(part, "type")) {
      case "text" -> MessagesRequest.text(RequiredField.string(part, "text"));
      case "refusal" -> MessagesRequest.text(RequiredField.string(part, "refusal"));
      case "image_url" ->
          image(RequiredField.string(RequiredField.object(part, "image_url"), "url"));
      default -> throw refused("This model takes text and images only.");
    };
  }

  private static JsonObject image(String url) {
    JsonObject source;
    if (url.startsWith("data:")) {
      int semicolon = url.indexOf(';');
      int comma = url.indexOf(',');
      if (semicolon < 0 || comma < semicolon || !url.startsWith("base64", semicolon + 1)) {
        throw refused("An image is to be an address, or data in base64 with its media type.");
      }
      source =
          new JsonObject()
              .put("type", "base64")
              .put("media_type", url.substring("data:".length(), semicolon))
              .put("data", url.substring(comma + 1));
    } else {
      source = new JsonObject().put("type", "url").put("url", url);
    }
    return new JsonObject().put("type", "image").put("source", source);
  }

  private static String plainText(@Nullable Object content) {
    if (content instanceof JsonArray parts) {
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < parts.size(); at++) {
        text.append(RequiredField.object(parts, at, "content").getString("text", ""));
      }
      return text.toString();
    }
    return content == null ? "" : (String) content;
  }

  static UpstreamFailure refused(String message) {
    return new UpstreamFailure(FailureCode.INVALID_REQUEST, message, Kind.NOT_HERE);
  }
}
