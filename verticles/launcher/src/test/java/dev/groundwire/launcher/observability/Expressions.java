package dev.groundwire.launcher.observability;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What expressions of PromQL speak of. */
final class Expressions {
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern LABELS =
      Pattern.compile("\\{[^}]*}|\\[[^\\]]*]|\\b(by|on|without|ignoring)\\s*\\([^)]*\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.:])[a-zA-Z_:][\\w:]*(?![\\w:])(?!\\s*\\()");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "offset", "bool", "sum", "max", "min", "count", "topk", "inf");

  private Expressions() {}

  /** The series it reads: neither functions nor labels, nor what is recorded by a rule. */
  static Set<String> metrics(String expression) {
    String bare = STRING.matcher(expression).replaceAll("\"\"");
    bare = LABELS.matcher(bare).replaceAll(" ");
    bare = bare.replaceAll("offset\\s+\\w+", " ");
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(bare);
    while (matcher.find()) {
      String name = matcher.group();
      if (!WORDS.contains(name) && !name.contains(":")) {
        names.add(name);
      }
    }
    return names;
  }

  /** As Grafana would send it, with all nodes chosen. */
  static String filledIn(String expression) {
    return expression
        .replace("$instance", ".*")
        .replace("$__rate_interval", "1m")
        .replace("$__range", "1h");
  }
}
