package dev.groundwire.llm.protocol;

import dev.groundwire.llm.ProviderConfig.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How a protocol writes on the wire. */
interface Wire {
  Kind kind();

  String path();

  String begin(int promptTokens);

  String say(String text);

  String think(String thought);

  String call(String id, String tool, String... arguments);

  /**
   * @param reason in the words of the chat completions protocol
   */
  String end(String reason, int promptTokens, int completionTokens);

  /** An end without counts. */
  String uncountedEnd();

  String error(String type, String message);

  /** An answer that does not stream. */
  String whole(String text);

  Wire OPENAI =
      new Wire() {
        @Override
        public Kind kind() {
          return Kind.OPENAI;
        }

        @Override
        public String path() {
          return "/v1/chat/completions";
        }

        private String chunk(JsonObject delta, @Nullable String reason) {
          return event(
              new JsonObject()
                  .put("id", "c1")
                  .put("object", "chat.completion.chunk")
                  .put(
                      "choices",
                      new JsonArray()
                          .add(
                              new JsonObject()
                                  .put("index", 0)
                                  .put("delta", delta)
                                  .put("finish_reason", reason)))
                  .put("unknown", 1.50));
        }

        private static String event(JsonObject data) {
          return "data: " + data.encode() + "\n\n";
        }

        @Override
        public String begin(int promptTokens) {
          return chunk(new JsonObject().put("role", "assistant").put("content", ""), null);
        }

        @Override
        public String say(String text) {
          return chunk(new JsonObject().put("content", text), null);
        }

        @Override
        public String think(String thought) {
          return chunk(new JsonObject().put("reasoning_content", thought), null);
        }

        @Override
        public String call(String id, String tool, String... arguments) {
          StringBuilder events = new StringBuilder();
          JsonObject function = new JsonObject().put("name", tool).put("arguments", "");
          JsonObject call =
              new JsonObject()
                  .put("index", 0)
                  .put("id", id)
                  .put("type", "function")
                  .put("function", function);
          events.append(chunk(new JsonObject().put("tool_calls", new JsonArray().add(call)), null));
          for (String part : arguments) {
            JsonObject more =
                new JsonObject()
                    .put("index", 0)
                    .put("function", new JsonObject().put("arguments", part));
            events.append(
                chunk(new JsonObject().put("tool_calls", new JsonArray().add(more)), null));
          }
          return events.toString();
        }

        @Override
        public String end(String reason, int promptTokens, int completionTokens) {
          JsonObject usage =
              new JsonObject()
                  .put("prompt_tokens", promptTokens)
                  .put("completion_tokens", completionTokens);
          return chunk(new JsonObject(), reason)
              + event(new JsonObject().put("choices", new JsonArray()).put("usage", usage))
              + "data: [DONE]\n\n";
        }

        @Override
        public String uncountedEnd() {
          return chunk(new JsonObject(), "stop") + "data: [DONE]\n\n";
        }

        @Override
        public String error(String type, String message) {
          return event(
              new JsonObject()
                  .put("error", new JsonObject().put("type", type).put("message", message)));
        }

        @Override
        public String whole(String text) {
          return new JsonObject()
              .put("object", "chat.completion")
              .put(
                  "choices",
                  new JsonArray()
                      .add(
                          new JsonObject()
                              .put("message", new JsonObject().put("content", text))
                              .put("finish_reason", "stop")))
              .encode();
        }
      };

  Wire ANTHROPIC =
      new Wire() {
        @Override
        public Kind kind() {
          return Kind.ANTHROPIC;
        }

        @Override
        public String path() {
          return "/v1/messages";
        }

        private static String event(JsonObject data) {
          return "event: " + data.getString("type") + "\ndata: " + data.encode() + "\n\n";
        }

        private static JsonObject of(String type) {
          return new JsonObject().put("type", type);
        }

        private static JsonObject usage(String field, int tokens) {
          return new JsonObject().put(field, tokens);
        }

        @Override
        public String begin(int promptTokens) {
          JsonObject message =
              of("message")
                  .put("id", "m1")
                  .put("model", "claude")
                  .put("content", new JsonArray())
                  .put("usage", usage("input_tokens", promptTokens).put("output_tokens", 1));
          return event(of("message_start").put("message", message)) + event(of("ping"));
        }

        private String block(JsonObject block, String deltaType, String field, String... parts) {
          StringBuilder events = new StringBuilder();
          events.append(
              event(of("content_block_start").put("index", 0).put("content_block", block)));
          for (String part : parts) {
            events.append(
                event(
                    of("content_block_delta")
                        .put("index", 0)
                        .put("delta", of(deltaType).put(field, part))));
          }
          return events.append(event(of("content_block_stop").put("index", 0))).toString();
        }

        @Override
        public String say(String text) {
          return block(of("text").put("text", ""), "text_delta", "text", text);
        }

        @Override
        public String think(String thought) {
          return block(of("thinking").put("thinking", ""), "thinking_delta", "thinking", thought);
        }

        @Override
        public String call(String id, String tool, String... arguments) {
          return block(
              of("tool_use").put("id", id).put("name", tool).put("input", new JsonObject()),
              "input_json_delta",
              "partial_json",
              arguments);
        }

        @Override
        public String end(String reason, int promptTokens, int completionTokens) {
          String stop =
              switch (reason) {
                case "length" -> "max_tokens";
                case "tool_calls" -> "tool_use";
                case "content_filter" -> "refusal";
                default -> "end_turn";
              };
          return event(
                  of("message_delta")
                      .put("delta", new JsonObject().put("stop_reason", stop))
                      .put("usage", usage("output_tokens", completionTokens)))
              + event(of("message_stop"));
        }

        @Override
        public String uncountedEnd() {
          return event(
                  of("message_delta").put("delta", new JsonObject().put("stop_reason", "end_turn")))
              + event(of("message_stop"));
        }

        @Override
        public String error(String type, String message) {
          return event(of("error").put("error", of(type).put("message", message)));
        }

        @Override
        public String whole(String text) {
          return of("message")
              .put("id", "m1")
              .put("model", "claude")
              .put("content", new JsonArray().add(of("text").put("text", text)))
              .put("stop_reason", "end_turn")
              .put("usage", usage("input_tokens", 4).put("output_tokens", 3))
              .encode();
        }
      };
}
