package dev.groundwire.llm.protocol;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** A message that came whole, from a proxy that does not stream, as the events it would be. */
final class WholeMessage {
  private WholeMessage() {}

  static void events(byte[] message, Consumer<byte[]> reader) {
    JsonObject whole = object(message);
    if (!whole.containsKey("content")) {
      reader.accept(message);
      return;
    }
    tell(reader, new JsonObject().put("type", "message_start").put("message", whole));
    JsonArray blocks = array(whole);
    for (int at = 0; at < blocks.size(); at++) {
      if (blocks.getValue(at) instanceof JsonObject block) {
        block(reader, at, block);
      }
    }
    tell(
        reader,
        new JsonObject()
            .put("type", "message_delta")
            .put("delta", new JsonObject().put("stop_reason", whole.getValue("stop_reason")))
            .put("usage", whole.getValue("usage")));
    tell(reader, new JsonObject().put("type", "message_stop"));
  }

  private static JsonObject object(byte[] message) {
    try {
      return new JsonObject(Buffer.buffer(message));
    } catch (DecodeException malformed) {
      throw UpstreamFailure.notUnderstood("something that is no message");
    }
  }

  private static JsonArray array(JsonObject whole) {
    return whole.getValue("content") instanceof JsonArray blocks ? blocks : new JsonArray();
  }

  private static void block(Consumer<byte[]> reader, int index, JsonObject block) {
    Object input = block.getValue("input");
    tell(
        reader,
        new JsonObject()
            .put("type", "content_block_start")
            .put("index", index)
            .put("content_block", block));
    if (input instanceof JsonObject given) {
      tell(
          reader,
          new JsonObject()
              .put("type", "content_block_delta")
              .put("index", index)
              .put(
                  "delta",
                  new JsonObject()
                      .put("type", "input_json_delta")
                      .put("partial_json", given.encode())));
    }
    tell(reader, new JsonObject().put("type", "content_block_stop").put("index", index));
  }

  private static void tell(Consumer<byte[]> reader, JsonObject event) {
    reader.accept(event.toBuffer().getBytes());
  }
}
