package dev.groundwire.launcher.observability;

import dev.groundwire.launcher.product.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node exports.
 *
 * @param text as it was scraped
 * @param families metrics by the names of METRICS.md, with the labels they were seen with
 * @param samples all names that a query may use
 */
record Exposition(String text, Map<String, Set<String>> families, Set<String> samples) {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(\\{[^\n]*\\})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(?:\\{|,)(\\w+)=\"");
  private static final Set<String> ADDED = Set.of("le", "quantile");

  static Exposition of(Node node) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:%d/metrics".formatted(node.managementPort()));
      HttpRequest request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(30)).build();
      HttpResponse<String> scraped = http.send(request, BodyHandlers.ofString());
      if (scraped.statusCode() != 200) {
        throw new IllegalStateException("no metrics but " + scraped.body());
      }
      return read(scraped.body());
    }
  }

  static Exposition read(String text) {
    Map<String, String> types = new TreeMap<>();
    Matcher type = TYPE.matcher(text);
    while (type.find()) {
      types.put(type.group(1), type.group(2));
    }
    Map<String, Set<String>> families = new TreeMap<>();
    Set<String> samples = new TreeSet<>();
    Matcher sample = SAMPLE.matcher(text);
    while (sample.find()) {
      samples.add(sample.group(1));
      Set<String> labels =
          families.computeIfAbsent(family(sample.group(1), types), ignored -> new TreeSet<>());
      if (sample.group(2) != null) {
        labels.addAll(Watching.all(LABEL, sample.group(2)));
        labels.removeAll(ADDED);
      }
    }
    return new Exposition(text, families, samples);
  }

  /** A timer's parts, and the gauge of its maximum, are one metric. */
  private static String family(String sample, Map<String, String> types) {
    String whole = sample.replaceFirst("_(bucket|count|sum|max)$", "");
    String type = types.getOrDefault(whole, "");
    return type.equals("histogram") || type.equals("summary") ? whole : sample;
  }
}
