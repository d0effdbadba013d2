package dev.groundwire.testing.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat completions. */
final class OpenAiDialect implements Dialect {
  private final String model;

  OpenAiDialect(String model) {
    this.model = model;
  }

  @Override
  public String begin() {
    return choice(new JsonObject().put("role", "assistant").put("content", ""), null);
  }

  @Override
  public String say(String text) {
    return choice(new JsonObject().put("content", text), null);
  }

  @Override
  public String callTool(Step.CallTool call) {
    return choice(new JsonObject().put("tool_calls", new JsonArray().add(tool(call))), null);
  }

  private static JsonObject tool(Step.CallTool call) {
    JsonObject function = new JsonObject();
    JsonObject tool = new JsonObject().put("index", call.index());
    if (!call.id().isEmpty()) {
      tool.put("id", call.id()).put("type", "function");
      function.put("name", call.name());
    }
    return tool.put("function", function.put("arguments", call.arguments()));
  }

  @Override
  public String finish(String reason) {
    return choice(new JsonObject(), reason);
  }

  @Override
  public String count(Step.Count count) {
    return event(chunk().put("choices", new JsonArray()).put("usage", usage(count)));
  }

  private static JsonObject usage(Step.Count count) {
    return new JsonObject()
        .put("prompt_tokens", count.promptTokens())
        .put("completion_tokens", count.completionTokens())
        .put("total_tokens", count.promptTokens() + count.completionTokens());
  }

  @Override
  public String fail(Step.Fail failure) {
    JsonObject error =
        new JsonObject()
            .put("message", failure.message())
            .put("type", failure.type())
            .putNull("param")
            .putNull("code");
    return event(new JsonObject().put("error", error));
  }

  @Override
  public String keepAlive() {
    return ": keep-alive\n\n";
  }

  @Override
  public String done() {
    return "data: [DONE]\n\n";
  }

  @Override
  public String whole(List<Step> steps) {
    StringBuilder text = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    JsonObject tool = new JsonObject();
    JsonObject usage = new JsonObject();
    String reason = "stop";
    for (Step step : steps) {
      switch (step) {
        case Step.Say say -> text.append(say.text());
        case Step.Stamp stamp -> text.append(stamp.number()).append(' ');
        case Step.Finish finish -> reason = finish.reason();
        case Step.Count count -> usage = usage(count);
        case Step.CallTool call -> {
          arguments.append(call.arguments());
          tool = call.id().isEmpty() ? tool : tool(call);
        }
        default -> {}
      }
    }
    JsonObject message = new JsonObject().put("role", "assistant").put("content", text.toString());
    if (!tool.isEmpty()) {
      tool.remove("index");
      tool.getJsonObject("function").put("arguments", arguments.toString());
      message.put("tool_calls", new JsonArray().add(tool));
    }
    JsonObject choice =
        new JsonObject().put("index", 0).put("message", message).put("finish_reason", reason);
    JsonObject whole =
        chunk().put("object", "chat.completion").put("choices", new JsonArray().add(choice));
    return usage.isEmpty() ? whole.encode() : whole.put("usage", usage).encode();
  }

  private String choice(JsonObject delta, @Nullable String finish) {
    JsonObject choice =
        new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finish);
    return event(chunk().put("choices", new JsonArray().add(choice)));
  }

  private JsonObject chunk() {
    return new JsonObject()
        .put("id", "chatcmpl-scripted")
        .put("object", "chat.completion.chunk")
        .put("created", 0)
        .put("model", model);
  }

  private static String event(JsonObject data) {
    return "data: " + data.encode() + "\n\n";
  }
}
