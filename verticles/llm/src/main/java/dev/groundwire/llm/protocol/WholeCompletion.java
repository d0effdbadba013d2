package dev.groundwire.llm.protocol;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A completion that came whole, from a provider that does not stream, as the chunk it would be. */
final class WholeCompletion {
  private WholeCompletion() {}

  /**
   * @param completion known to be a JSON object
   */
  static byte[] asChunk(byte[] completion) {
    try {
      JsonObject chunk = new JsonObject(Buffer.buffer(completion));
      chunk.put("object", "chat.completion.chunk");
      JsonArray choices = chunk.getJsonArray("choices");
      for (int at = 0; choices != null && at < choices.size(); at++) {
        asDelta(choices.getJsonObject(at));
      }
      return chunk.toBuffer().getBytes();
    } catch (DecodeException | ClassCastException otherwise) {
      throw UpstreamFailure.notUnderstood("something that is no chat completion");
    }
  }

  private static void asDelta(@Nullable JsonObject choice) {
    JsonObject message = choice == null ? null : choice.getJsonObject("message");
    if (choice == null || message == null) {
      return;
    }
    choice.remove("message");
    choice.put("delta", message);
    JsonArray calls = message.getJsonArray("tool_calls");
    for (int at = 0; calls != null && at < calls.size(); at++) {
      JsonObject call = calls.getJsonObject(at);
      if (call != null) {
        call.put("index", at);
      }
    }
  }
}
