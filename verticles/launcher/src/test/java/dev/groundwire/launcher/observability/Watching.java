package dev.groundwire.launcher.observability;

import dev.groundwire.launcher.product.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the repository with which Groundwire is watched. */
final class Watching {
  static final Path DOCKER = Launch.root().resolve("docker");
  static final Path SETTINGS = DOCKER.resolve("prometheus/prometheus.yml");
  static final Path RULES = DOCKER.resolve("prometheus/rules");
  static final Path ALERTS = RULES.resolve("groundwire.alerts.yml");
  static final Path TESTS = DOCKER.resolve("prometheus/tests");
  static final Path DASHBOARDS = DOCKER.resolve("grafana/dashboards");
  static final Path RUNBOOK = DOCKER.resolve("runbook");
  private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");

  private Watching() {}

  static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      if (found.isEmpty()) {
        throw new IllegalStateException(folder + " has no " + ending);
      }
      return found;
    }
  }

  /** The names of all alerts. */
  static Set<String> alerts() throws IOException {
    return all(ALERT, Files.readString(ALERTS));
  }

  /** What the pattern's first group finds. */
  static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
    return found;
  }
}
