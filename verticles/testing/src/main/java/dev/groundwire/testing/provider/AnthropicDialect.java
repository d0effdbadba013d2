package dev.groundwire.testing.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Anthropic's Messages API. It writes each script once from its beginning, as its events depend on
 * those before them; what comes after the finish reason goes out with it.
 */
final class AnthropicDialect implements Dialect {
  private static final String TEXT = "text";

  private final String model;
  private final int promptTokens;
  private final int completionTokens;
  private boolean begun;
  private int block = -1;
  private String blockType = "";

  AnthropicDialect(String model, List<Step> steps) {
    this.model = model;
    int prompt = 0;
    int completion = 0;
    for (Step step : steps) {
      if (step instanceof Step.Count count) {
        prompt = count.promptTokens();
        completion = count.completionTokens();
      }
    }
    this.promptTokens = prompt;
    this.completionTokens = completion;
  }

  @Override
  public String begin() {
    if (begun) {
      return "";
    }
    begun = true;
    JsonObject message =
        message(new JsonArray())
            .putNull("stop_reason")
            .put(
                "usage",
                new JsonObject().put("input_tokens", promptTokens).put("output_tokens", 1));
    return event("message_start", new JsonObject().put("message", message));
  }

  @Override
  public String say(String text) {
    JsonObject opening = new JsonObject().put("type", TEXT).put(TEXT, "");
    JsonObject delta = new JsonObject().put("type", "text_delta").put(TEXT, text);
    return begin() + (blockType.equals(TEXT) ? "" : open(TEXT, opening)) + delta(delta);
  }

  @Override
  public String callTool(Step.CallTool call) {
    String opened = begin();
    if (!call.id().isEmpty()) {
      opened += open("tool_use", tool(call, new JsonObject()));
    }
    return opened
        + delta(
            new JsonObject().put("type", "input_json_delta").put("partial_json", call.arguments()));
  }

  private static JsonObject tool(Step.CallTool call, JsonObject input) {
    return new JsonObject()
        .put("type", "tool_use")
        .put("id", call.id())
        .put("name", call.name())
        .put("input", input);
  }

  private String open(String type, JsonObject content) {
    String closed = close();
    block++;
    blockType = type;
    return closed
        + event(
            "content_block_start",
            new JsonObject().put("index", block).put("content_block", content));
  }

  private String close() {
    if (blockType.isEmpty()) {
      return "";
    }
    blockType = "";
    return event("content_block_stop", new JsonObject().put("index", block));
  }

  private String delta(JsonObject delta) {
    return event("content_block_delta", new JsonObject().put("index", block).put("delta", delta));
  }

  @Override
  public String finish(String reason) {
    JsonObject data =
        new JsonObject()
            .put("delta", new JsonObject().put("stop_reason", stopReason(reason)))
            .put("usage", new JsonObject().put("output_tokens", completionTokens));
    return begin() + close() + event("message_delta", data);
  }

  private static String stopReason(String reason) {
    return switch (reason) {
      case "stop" -> "end_turn";
      case "length" -> "max_tokens";
      case "tool_calls" -> "tool_use";
      default -> reason;
    };
  }

  /** Went out with the events before it. */
  @Override
  public String count(Step.Count count) {
    return "";
  }

  @Override
  public String fail(Step.Fail failure) {
    JsonObject error =
        new JsonObject().put("type", failure.type()).put("message", failure.message());
    return event("error", new JsonObject().put("error", error));
  }

  @Override
  public String keepAlive() {
    return event("ping", new JsonObject());
  }

  @Override
  public String done() {
    return event("message_stop", new JsonObject());
  }

  @Override
  public String whole(List<Step> steps) {
    StringBuilder text = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    JsonArray content = new JsonArray();
    String reason = "stop";
    Step.CallTool tool = null;
    for (Step step : steps) {
      switch (step) {
        case Step.Say say -> text.append(say.text());
        case Step.Stamp stamp -> text.append(stamp.number()).append(' ');
        case Step.Finish finish -> reason = finish.reason();
        case Step.CallTool call -> {
          arguments.append(call.arguments());
          tool = call.id().isEmpty() ? tool : call;
        }
        default -> {}
      }
    }
    content.add(new JsonObject().put("type", TEXT).put(TEXT, text.toString()));
    if (tool != null) {
      content.add(tool(tool, new JsonObject(arguments.toString())));
    }
    return message(content)
        .put("stop_reason", stopReason(reason))
        .put(
            "usage",
            new JsonObject()
                .put("input_tokens", promptTokens)
                .put("output_tokens", completionTokens))
        .encode();
  }

  private JsonObject message(JsonArray content) {
    return new JsonObject()
        .put("id", "msg_scripted")
        .put("type", "message")
        .put("role", "assistant")
        .put("model", model)
        .put("content", content);
  }

  private static String event(String type, JsonObject data) {
    JsonObject typed = new JsonObject().put("type", type).mergeIn(data);
    return "event: " + type + "\ndata: " + typed.encode() + "\n\n";
  }
}
