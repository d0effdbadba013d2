package dev.groundwire.launcher.deployment;

import dev.groundwire.launcher.product.Launch;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What {@code conf/groundwire.yaml} says.
 *
 * @param variables that it knows
 */
record Settings(JsonObject defaults, Set<String> variables) {
  private static final Path FILE = Launch.root().resolve("conf/groundwire.yaml");
  private static final Pattern NAMES =
      Pattern.compile("(?m)# ([A-Z][A-Z0-9_]+(?:, [A-Z<][A-Z0-9_<>]+)*)(?: {2}|$)");

  static Settings read() throws IOException {
    Set<String> variables = new TreeSet<>();
    NAMES
        .matcher(Files.readString(FILE))
        .results()
        .forEach(found -> variables.addAll(Set.of(found.group(1).split(", ", -1))));
    return new Settings(DeploymentFiles.one(FILE), variables);
  }

  /** As itself or as the file that holds the value. */
  boolean knows(String variable) {
    return variables.contains(variable)
        || (variable.endsWith("_FILE") && variables.contains(variable.replaceAll("_FILE$", "")));
  }

  /** The value at a path such as {@code gateway.http.port}. */
  String at(String path) {
    JsonObject section = defaults;
    String[] keys = path.split("\\.", -1);
    for (int key = 0; key < keys.length - 1; key++) {
      section = section.getJsonObject(keys[key]);
    }
    return String.valueOf(section.getValue(keys[keys.length - 1]));
  }

  /** In the notation of both the configuration and compose files. */
  static Duration duration(String text) {
    return Duration.parse("PT" + text);
  }
}
