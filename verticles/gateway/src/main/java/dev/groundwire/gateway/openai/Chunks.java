package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import java.util.function.Consumer;

/** Takes apart what came together, and parses it where that is needed. */
final class Chunks {
  private static final JsonMapper JSON = new JsonMapper();

  private Chunks() {}

  /** Each line that is not empty; mostly there is one. */
  static void each(String data, Consumer<String> line) {
    int from = 0;
    while (from < data.length()) {
      int end = data.indexOf('\n', from);
      int to = end < 0 ? data.length() : end;
      if (to > from) {
        line.accept(data.substring(from, to));
      }
      from = to + 1;
    }
  }

  static ObjectNode parse(String chunk) {
    try {
      if (JSON.readTree(chunk) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException unreadable) {
      throw broken();
    }
    throw broken();
  }

  private static BusFailure broken() {
    return new BusFailure(FailureCode.UPSTREAM_FAILED, "The provider sent what is no chunk.");
  }
}
