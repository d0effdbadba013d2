package dev.groundwire.gateway.openai;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An object of many deltas: texts are joined, what has an index is merged with what has the same,
 * and lists grow.
 */
final class MergedObject {
  /** Said once; some providers repeat them in every delta. */
  private static final Set<String> WHOLE = Set.of("role", "id", "type", "name");

  private final Map<String, Object> fields = new LinkedHashMap<>();

  @JsonValue
  Map<String, Object> fields() {
    return fields;
  }

  void add(JsonNode delta) {
    delta.properties().forEach(field -> add(field.getKey(), field.getValue()));
  }

  private void add(String name, JsonNode value) {
    switch (value.getNodeType()) {
      case NULL, MISSING -> {}
      case STRING -> addText(name, value);
      case OBJECT -> {
        if (fields.computeIfAbsent(name, ignored -> new MergedObject())
            instanceof MergedObject inner) {
          inner.add(value);
        }
      }
      case ARRAY -> {
        if (fields.computeIfAbsent(name, ignored -> new Items()) instanceof Items items) {
          value.forEach(items::add);
        }
      }
      default -> fields.put(name, value);
    }
  }

  private void addText(String name, JsonNode value) {
    if (WHOLE.contains(name)) {
      if (!value.textValue().isEmpty()) {
        fields.put(name, value.textValue());
      }
    } else if (fields.computeIfAbsent(name, ignored -> new Joined()) instanceof Joined text) {
      text.add(value.textValue());
    }
  }

  private static final class Joined {
    private final StringBuilder text = new StringBuilder();

    void add(String more) {
      text.append(more);
    }

    @JsonValue
    String whole() {
      return text.toString();
    }
  }

  private static final class Items {
    private final List<JsonNode> plain = new ArrayList<>();
    private final Map<Integer, MergedObject> indexed = new TreeMap<>();

    void add(JsonNode item) {
      if (item.path("index").isInt()) {
        MergedObject merged =
            indexed.computeIfAbsent(item.get("index").intValue(), ignored -> new MergedObject());
        item.properties()
            .forEach(field -> {
              if (!field.getKey().equals("index")) {
                merged.add(field.getKey(), field.getValue());
              }
            });
      } else {
        plain.add(item);
      }
    }

    @JsonValue
    Collection<?> all() {
      return indexed.isEmpty() ? plain : indexed.values();
    }
  }
}
