package dev.groundwire.launcher.product;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code conf/log-line.schema.json}, in as much of JSON Schema's words as it uses. */
final class LineSchema {
  private final JsonObject schema;

  private LineSchema(JsonObject schema) {
    this.schema = schema;
  }

  static LineSchema read() throws IOException {
    return new LineSchema(
        new JsonObject(Files.readString(Launch.root().resolve("conf/log-line.schema.json"))));
  }

  /** What is wrong with that line; empty when it is as it must be. */
  List<String> complaints(JsonObject line) {
    List<String> complaints = new ArrayList<>();
    for (Object key : schema.getJsonArray("required")) {
      if (!line.containsKey(key.toString())) {
        complaints.add(key + " is missing");
      }
    }
    JsonObject known = schema.getJsonObject("properties");
    for (String key : line.fieldNames()) {
      JsonObject wanted = known.getJsonObject(key, schema.getJsonObject("additionalProperties"));
      if (!holds(wanted, line.getValue(key))) {
        complaints.add(key + " is not " + wanted + ": " + line.getValue(key));
      }
    }
    return complaints;
  }

  private static boolean holds(JsonObject wanted, @Nullable Object value) {
    JsonArray choice = wanted.getJsonArray("enum");
    if (choice != null) {
      return choice.contains(value);
    }
    Object type = wanted.getValue("type");
    JsonArray types = type instanceof JsonArray several ? several : JsonArray.of(type);
    if (types.stream().noneMatch(each -> isOf(each.toString(), value))) {
      return false;
    }
    return switch (value) {
      case String text ->
          (!wanted.containsKey("pattern")
                  || Pattern.compile(wanted.getString("pattern")).matcher(text).find())
              && text.length() >= wanted.getInteger("minLength", 0);
      case Number number ->
          number.doubleValue() >= wanted.getDouble("minimum", -Double.MAX_VALUE)
              && number.doubleValue() <= wanted.getDouble("maximum", Double.MAX_VALUE);
      case null, default -> true;
    };
  }

  private static boolean isOf(String type, @Nullable Object value) {
    return switch (type) {
      case "null" -> value == null;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      default -> throw new IllegalStateException("the schema has learned a word: " + type);
    };
  }
}
