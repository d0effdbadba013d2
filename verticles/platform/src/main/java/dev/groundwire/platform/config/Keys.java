package dev.groundwire.platform.config;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Names of configuration keys, as the YAML spells them. */
final class Keys {
  private Keys() {}

  static String snakeCase(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  static String below(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  /** {@code http.port} or {@code keys[0].name}, as far as the failure knows where it happened. */
  static String path(JsonMappingException failure) {
    String path = "";
    for (JsonMappingException.Reference at : failure.getPath()) {
      path =
          at.getFieldName() == null
              ? path + "[" + at.getIndex() + "]"
              : below(path, at.getFieldName());
    }
    return path.isEmpty() ? "configuration" : path;
  }

  /** What stands there; missing when the failure does not know where it happened. */
  static JsonNode value(JsonNode tree, JsonMappingException failure) {
    JsonNode value = tree;
    for (JsonMappingException.Reference at : failure.getPath()) {
      value = at.getFieldName() == null ? value.path(at.getIndex()) : value.path(at.getFieldName());
    }
    return value;
  }
}
