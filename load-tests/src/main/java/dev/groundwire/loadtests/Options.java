package dev.groundwire.loadtests;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code --name value} pairs of a command line. */
public final class Options {
  private final Map<String, String> given = new HashMap<>();

  public Options(String... arguments) {
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " is no option with a value");
      }
      given.put(arguments[i].substring(2), arguments[i + 1]);
    }
  }

  public int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  public String text(String name, String otherwise) {
    return given.getOrDefault(name, otherwise);
  }

  /** One of the words that it may be. */
  public String word(String name, String otherwise, Set<String> known) {
    String word = text(name, otherwise);
    if (!known.contains(word)) {
      throw unknown(name, word, known);
    }
    return word;
  }

  /** Some of the words, with commas between them. */
  public Set<String> words(String name, String otherwise, Set<String> known) {
    Set<String> words = new LinkedHashSet<>(List.of(text(name, otherwise).split(",", -1)));
    for (String word : words) {
      if (!known.contains(word)) {
        throw unknown(name, word, known);
      }
    }
    return words;
  }

  private static IllegalArgumentException unknown(String name, String word, Set<String> known) {
    return new IllegalArgumentException(
        "--"
            + name
            + " has no \""
            + word
            + "\"; it knows "
            + String.join(", ", new TreeSet<>(known)));
  }
}
