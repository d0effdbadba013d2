package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/**
 * What every part of one completion begins with.
 *
 * @param created in seconds since 1970
 */
record CompletionHead(UUID answerId, String model, long created) {
  /**
   * @param type what OpenAI calls {@code object}
   */
  ObjectNode json(String type) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", "chatcmpl-" + answerId)
        .put("object", type)
        .put("created", created)
        .put("model", model);
  }

  ObjectNode chunk() {
    return json("chat.completion.chunk");
  }
}
