package dev.groundwire.platform.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lays environment variables and secret files over the tree that the YAML files gave. */
final class EnvironmentOverlay {
  private record Setting(String source, String text) {}

  private static final String NAME = "<NAME>";

  private final Map<String, String> environment;
  private final Path secrets;

  EnvironmentOverlay(Map<String, String> environment, Path secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  void lay(Class<?> type, ObjectNode tree, Origins origins) {
    lay(type, tree, "", "", origins);
  }

  /**
   * @param name of the item that the tree is, as it stands in variables; empty when it is none
   */
  private void lay(Class<?> type, ObjectNode tree, String parent, String name, Origins origins) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.snakeCase(component.getName());
      String path = Keys.below(parent, key);
      if (component.getType().isRecord()) {
        lay(component.getType(), section(tree, key, path, origins), path, "", origins);
      }
      Env variable = component.getAnnotation(Env.class);
      if (variable != null) {
        String named = variable.value().replace(NAME, name);
        origins.couldBe(path, named);
        value(named)
            .ifPresent(set -> {
              origins.variable(path, set.source());
              put(tree, key, component, set.text());
            });
      }
      if (!tree.hasNonNull(key)
          && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw new InvalidConfiguration(origins.of(path) + " has no value");
      }
    }
    for (RecordComponent component : type.getRecordComponents()) {
      ItemDefaults defaults = component.getAnnotation(ItemDefaults.class);
      if (defaults != null) {
        layItems(component, defaults, tree, parent, origins);
      }
    }
  }

  /** After the section of their defaults, which has variables of its own. */
  private void layItems(
      RecordComponent list,
      ItemDefaults defaults,
      ObjectNode tree,
      String parent,
      Origins origins) {
    Class<?> type =
        (Class<?>) ((ParameterizedType) list.getGenericType()).getActualTypeArguments()[0];
    String key = Keys.snakeCase(list.getName());
    int index = 0;
    for (JsonNode item : tree.path(key)) {
      String path = Keys.below(parent, key) + "[" + index++ + "]";
      if (!(item instanceof ObjectNode keys)) {
        throw new InvalidConfiguration(origins.of(path) + " is not a section with keys of its own");
      }
      for (Map.Entry<String, JsonNode> given : tree.path(defaults.value()).properties()) {
        if (!keys.hasNonNull(given.getKey())) {
          keys.set(given.getKey(), given.getValue());
        }
      }
      lay(type, keys, path, variableName(keys.path("name").asText()), origins);
    }
  }

  private static String variableName(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static ObjectNode section(ObjectNode tree, String key, String path, Origins origins) {
    return switch (tree.get(key)) {
      case null -> tree.putObject(key);
      case NullNode nothing -> tree.putObject(key);
      case ObjectNode keys -> keys;
      default ->
          throw new InvalidConfiguration(
              origins.of(path) + " is not a section with keys of its own");
    };
  }

  private static void put(ObjectNode tree, String key, RecordComponent component, String text) {
    if (Collection.class.isAssignableFrom(component.getType())) {
      ArrayNode items = tree.putArray(key);
      for (String item : text.split(",", -1)) {
        if (!item.isBlank()) {
          items.add(item.strip());
        }
      }
    } else {
      tree.put(key, text);
    }
  }

  private Optional<Setting> value(String name) {
    String plain = environment.get(name);
    if (plain != null) {
      return Optional.of(new Setting(name, plain));
    }
    String file = environment.get(name + "_FILE");
    if (file != null) {
      return Optional.of(new Setting(name + "_FILE", read(name + "_FILE", Path.of(file))));
    }
    Path secret = secrets.resolve(name.toLowerCase(Locale.ROOT));
    return Files.isReadable(secret)
        ? Optional.of(new Setting(secret.toString(), read(secret.toString(), secret)))
        : Optional.empty();
  }

  private static String read(String key, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new InvalidConfiguration(
          key + " names a file that cannot be read: " + file, unreadable);
    }
  }
}
