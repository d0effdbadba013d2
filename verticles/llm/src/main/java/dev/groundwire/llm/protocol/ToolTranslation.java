package dev.groundwire.llm.protocol;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Tools of a chat completion's request, their calls and results, in the Messages API. */
final class ToolTranslation {
  private ToolTranslation() {}

  /** The tools there are, and which are to be called. */
  static void add(JsonObject request, JsonObject body) {
    JsonArray tools = request.getJsonArray("tools");
    if (tools == null || tools.isEmpty()) {
      return;
    }
    JsonArray translated = new JsonArray();
    for (int at = 0; at < tools.size(); at++) {
      translated.add(
          tool(RequiredField.object(RequiredField.object(tools, at, "tools"), "function")));
    }
    body.put("tools", translated);
    JsonObject choice = choice(request.getValue("tool_choice"));
    boolean isOneByOne = Boolean.FALSE.equals(request.getBoolean("parallel_tool_calls"));
    if (isOneByOne && !"none".equals(choice.getString("type"))) {
      choice.put("disable_parallel_tool_use", true);
    }
    body.put("tool_choice", choice);
  }

  private static JsonObject tool(JsonObject function) {
    JsonObject schema = function.getJsonObject("parameters");
    JsonObject tool =
        new JsonObject()
            .put("name", RequiredField.string(function, "name"))
            .put("input_schema", schema == null ? new JsonObject().put("type", "object") : schema);
    if (function.getString("description") != null) {
      tool.put("description", function.getString("description"));
    }
    return tool;
  }

  private static JsonObject choice(@Nullable Object asked) {
    JsonObject choice = new JsonObject();
    return switch (asked) {
      case String word -> choice.put("type", word.equals("required") ? "any" : word);
      case JsonObject one ->
          choice
              .put("type", "tool")
              .put("name", RequiredField.string(RequiredField.object(one, "function"), "name"));
      case null, default -> choice.put("type", "auto");
    };
  }

  /** What the model has called before. */
  static void addCalls(JsonObject message, MessagesRequest messages) {
    JsonArray calls = message.getJsonArray("tool_calls");
    for (int at = 0; calls != null && at < calls.size(); at++) {
      JsonObject call = RequiredField.object(calls, at, "tool_calls");
      JsonObject function = RequiredField.object(call, "function");
      String arguments = function.getString("arguments");
      messages.add(
          "assistant",
          new JsonObject()
              .put("type", "tool_use")
              .put("id", RequiredField.string(call, "id"))
              .put("name", RequiredField.string(function, "name"))
              .put(
                  "input",
                  arguments == null || arguments.isBlank()
                      ? new JsonObject()
                      : new JsonObject(arguments)));
    }
  }

  static JsonObject result(JsonObject message, String content) {
    return new JsonObject()
        .put("type", "tool_result")
        .put("tool_use_id", RequiredField.string(message, "tool_call_id"))
        .put("content", content);
  }
}
