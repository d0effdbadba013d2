package dev.groundwire.platform.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where the value of each key came from, for messages that send people to the right place. */
final class Origins {
  private final Map<String, String> labels = new HashMap<>();

  /** The file has set {@code key}, or something below it. */
  void file(String key, Path file) {
    labels.put(key, file + ": " + key);
  }

  /** A variable, or the file of a secret, has set {@code key}. */
  void variable(String key, String name) {
    labels.put(key, name + " (" + key + ")");
  }

  /** That variable could set {@code key}; nothing has. */
  void couldBe(String key, String name) {
    labels.putIfAbsent(key, key + " (" + name + ")");
  }

  /** The key with its origin, or with that of what it is a part of. */
  String of(String key) {
    String known = key;
    while (!labels.containsKey(known)) {
      int end = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
      if (end <= 0) {
        return key;
      }
      known = known.substring(0, end);
    }
    return labels.get(known) + key.substring(known.length());
  }

  /** A message that begins with a key, with that key's origin. */
  String explained(String message) {
    int end = message.indexOf(' ');
    return end < 0 ? message : of(message.substring(0, end)) + message.substring(end);
  }
}
