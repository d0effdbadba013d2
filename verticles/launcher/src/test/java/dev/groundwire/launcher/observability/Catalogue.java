package dev.groundwire.launcher.observability;

import dev.groundwire.launcher.product.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What METRICS.md promises.
 *
 * @param labels of each metric, by its name
 * @param foreign beginnings of the names that others give
 */
record Catalogue(Map<String, Set<String>> labels, Set<String> foreign) {
  private static final Path PAGE = Launch.root().resolve("verticles/platform/METRICS.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+) \\|([^|]*)\\|");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  static Catalogue read() throws IOException {
    Map<String, Set<String>> labels = new TreeMap<>();
    Set<String> foreign = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      Set<String> names = Watching.all(QUOTED, row.group(1));
      Set<String> ofThem = Watching.all(QUOTED, row.group(2));
      for (String name : names) {
        if (name.endsWith("*")) {
          foreign.add(name.substring(0, name.length() - 1));
        } else {
          labels.put(name, ofThem);
        }
      }
    }
    foreign.add("vertx_");
    foreign.add("logback_");
    return new Catalogue(labels, foreign);
  }

  /** Given by a library, which decides on names and words. */
  boolean isForeign(String name) {
    return foreign.stream().anyMatch(name::startsWith);
  }
}
