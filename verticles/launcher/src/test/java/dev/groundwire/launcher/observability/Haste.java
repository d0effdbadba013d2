package dev.groundwire.launcher.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our Prometheus settings and rules for people without minutes to wait: everything is looked at
 * every second and within seconds.
 *
 * @param window instead of every range; empty to leave ranges and {@code for} as they are
 * @param lowered what is done to the bounds of alerts, by their names
 */
record Haste(String window, Map<String, UnaryOperator<String>> lowered) {
  private static final Pattern ALERTS = Pattern.compile("(?m)^(?=      - alert: )");
  private static final Pattern NAME = Pattern.compile("- alert: (\\w+)");

  /** An expression with another bound. */
  static UnaryOperator<String> bound(String pattern, String instead) {
    return expression -> expression.replaceAll(pattern, instead);
  }

  static Haste none() {
    return new Haste("", Map.of());
  }

  /** Settings that scrape {@code target}, with the rules beside them. */
  Path settings(Path folder, String target) throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (Path file : Watching.files(Watching.RULES, ".yml")) {
      Files.writeString(
          rules.resolve(file.getFileName().toString()), hastened(Files.readString(file)));
    }
    String settings =
        Files.readString(Watching.SETTINGS)
            .replaceAll(
                "(?m)^  (scrape_interval|scrape_timeout|evaluation_interval): .*$", "  $1: 1s")
            .replace("groundwire:9090", target);
    if (!settings.contains(target) || !settings.contains("evaluation_interval: 1s")) {
      throw new IllegalStateException("the settings are not what they used to be: " + settings);
    }
    return Files.writeString(folder.resolve("prometheus.yml"), settings);
  }

  private String hastened(String rules) {
    StringBuilder all = new StringBuilder();
    for (String part : ALERTS.split(rules, -1)) {
      Matcher name = NAME.matcher(part);
      String changed = part;
      if (name.find() && lowered.containsKey(name.group(1))) {
        changed = lowered.get(name.group(1)).apply(part);
        if (changed.equals(part)) {
          throw new IllegalStateException(name.group(1) + " has no such bound: " + part);
        }
      }
      all.append(changed);
    }
    return window.isEmpty()
        ? all.toString()
        : all.toString()
            .replaceAll("(?m)^( +)for: \\w+$", "$1for: 1s")
            .replaceAll("\\[\\w+]", "[" + window + "]")
            .replaceAll("offset \\w+", "offset " + window);
  }
}
