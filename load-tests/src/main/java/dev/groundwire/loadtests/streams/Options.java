package dev.groundwire.loadtests.streams;

import java.util.HashMap;
import java.util.Map;

/** {@code --name value} pairs of a command line. */
final class Options {
  private final Map<String, String> given = new HashMap<>();

  Options(String... arguments) {
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " is no option with a value");
      }
      given.put(arguments[i].substring(2), arguments[i + 1]);
    }
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  String text(String name, String otherwise) {
    return given.getOrDefault(name, otherwise);
  }
}
