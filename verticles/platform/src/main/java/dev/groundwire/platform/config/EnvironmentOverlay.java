package dev.groundwire.platform.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lays environment variables and secret files over the tree that the YAML files gave. */
final class EnvironmentOverlay {
  private final Map<String, String> environment;
  private final Path secrets;

  EnvironmentOverlay(Map<String, String> environment, Path secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  void lay(Class<?> type, ObjectNode tree) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.snakeCase(component.getName());
      if (component.getType().isRecord()) {
        lay(component.getType(), tree.withObject("/" + key));
      }
      Env variable = component.getAnnotation(Env.class);
      if (variable != null) {
        value(variable.value()).ifPresent(text -> put(tree, key, component, text));
      }
    }
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

  private Optional<String> value(String name) {
    String plain = environment.get(name);
    if (plain != null) {
      return Optional.of(plain);
    }
    String file = environment.get(name + "_FILE");
    if (file != null) {
      return Optional.of(read(name + "_FILE", Path.of(file)));
    }
    Path secret = secrets.resolve(name.toLowerCase(Locale.ROOT));
    return Files.isReadable(secret)
        ? Optional.of(read(secret.toString(), secret))
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
