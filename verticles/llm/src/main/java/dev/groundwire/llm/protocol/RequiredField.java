package dev.groundwire.llm.protocol;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads what a chat completion's request must have; what is of another type is refused as well. */
final class RequiredField {
  private RequiredField() {}

  static String string(JsonObject in, String name) {
    return present(in.getString(name), name);
  }

  static JsonObject object(JsonObject in, String name) {
    return present(in.getJsonObject(name), name);
  }

  static JsonArray array(JsonObject in, String name) {
    return present(in.getJsonArray(name), name);
  }

  /**
   * @param name of the list, for who reads what is missing
   */
  static JsonObject object(JsonArray in, int at, String name) {
    return present(in.getJsonObject(at), name + "[" + at + "]");
  }

  private static <T> T present(@Nullable T value, String name) {
    if (value == null) {
      throw CompletionTranslation.refused("The request lacks " + name + "; send it.");
    }
    return value;
  }
}
