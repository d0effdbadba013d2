package dev.groundwire.gateway.openai;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.gateway.http.JsonReply;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** Lays vectors out slice by slice, so that no turn of the event loop is long. */
final class EmbeddingReply {
  private final String model;
  private final boolean isBase64;
  private final Buffer json = Buffer.buffer("{\"object\":\"list\",\"data\":[");
  private int vectors;
  private long tokens;

  EmbeddingReply(String model, boolean isBase64) {
    this.model = model;
    this.isBase64 = isBase64;
  }

  /**
   * @param counts tokens of each text
   */
  void add(List<float[]> slice, List<Integer> counts) {
    StringBuilder text = new StringBuilder();
    for (float[] vector : slice) {
      text.append(vectors == 0 ? "" : ",")
          .append("{\"object\":\"embedding\",\"index\":")
          .append(vectors++)
          .append(",\"embedding\":");
      if (isBase64) {
        text.append('"').append(base64(vector)).append('"');
      } else {
        appendNumbers(text, vector);
      }
      text.append('}');
    }
    json.appendString(text.toString());
    for (int count : counts) {
      tokens += count;
    }
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static void appendNumbers(StringBuilder text, float[] vector) {
    char separator = '[';
    for (float number : vector) {
      text.append(separator).append(number);
      separator = ',';
    }
    text.append(']');
  }

  void send(RoutingContext http) {
    if (!http.response().closed()) {
      json.appendString("],\"model\":")
          .appendString(RecordJson.write(model))
          .appendString(",\"usage\":{\"prompt_tokens\":" + tokens)
          .appendString(",\"total_tokens\":" + tokens + "}}");
      JsonReply.send(http, 200, json);
    }
  }
}
