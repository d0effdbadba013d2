package dev.groundwire.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.Pause;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.prometheus.PrometheusServer;
import dev.groundwire.testing.prometheus.Promtool;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is documented, what is watched, and what a node that has done everything exports agree. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MetricsIT {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  /** Longer than a room takes to measure what only the database knows, shorter than a slow call. */
  private static final Duration MEASURED = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** They must never happen, and are told from the first time on. */
  private static final Set<String> NEVER =
      Set.of("eventbus_discarded_total", "eventbus_reply_failures_total");

  /** {@link ClusterMetricsTest} has some. */
  private static final String OF_A_CLUSTER = "groundwire_cluster_";

  @TempDir static Path folder;
  private static BusyNode busy;
  private static PrometheusServer prometheus;
  private static Exposition page;

  @BeforeAll
  static void start() throws Exception {
    busy = BusyNode.start(folder, VERTX.vertx());
    prometheus =
        PrometheusServer.start(
            Haste.none().settings(folder, "127.0.0.1:" + busy.node.managementPort()));
    busy.doEverything();
    // Quotas are told of while they are used.
    List<Thread> calls = busy.overfill();
    Pause.real().of(MEASURED);
    page = Exposition.of(busy.node);
    for (Thread call : calls) {
      call.join();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    try (BusyNode _ = busy;
        PrometheusServer _ = prometheus) {
      assertThat(page.text()).isNotEmpty();
    }
  }

  @Test
  void everyDocumentedMetricIsExportedWithItsLabels() throws Exception {
    List<String> differences = new ArrayList<>();
    Catalogue.read()
        .labels()
        .forEach((name, labels) -> {
          Set<String> exported = page.families().get(name);
          if (exported == null) {
            if (!NEVER.contains(name) && !name.startsWith(OF_A_CLUSTER)) {
              differences.add(name + " is not exported");
            }
          } else if (!exported.equals(labels)) {
            differences.add(name + " has the labels " + exported + " and not " + labels);
          }
        });
    assertThat(differences).isEmpty();
  }

  @Test
  void everyExportedMetricIsDocumented() throws Exception {
    Catalogue catalogue = Catalogue.read();
    assertThat(page.families().keySet())
        .allMatch(name -> catalogue.labels().containsKey(name) || catalogue.isForeign(name));
  }

  @Test
  void everythingWatchedIsExported() throws Exception {
    Set<String> watched = new TreeSet<>();
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard.expressions().forEach(each -> watched.addAll(Expressions.metrics(each)));
    }
    for (JsonObject rule : prometheus.rules()) {
      watched.addAll(Expressions.metrics(rule.getString("query")));
    }
    watched.removeAll(page.samples());
    watched.removeAll(NEVER);
    watched.removeIf(name -> name.startsWith(OF_A_CLUSTER));
    watched.removeAll(Set.of("up", "ALERTS"));
    assertThat(watched).as("watched, and nobody tells it").isEmpty();
  }

  @Test
  void promtoolHasNothingToSayAboutOurNames() throws Exception {
    Catalogue catalogue = Catalogue.read();
    Promtool.Verdict verdict = Promtool.find().run(page.text(), "check", "metrics");
    assertThat(verdict.said().lines())
        .allMatch(line -> catalogue.isForeign(line), "is about somebody else's metric");
  }

  @Test
  void prometheusScrapesItWithoutAWarning() throws Exception {
    await("up{job=\"groundwire\"} == 1");
    await("scrape_samples_scraped{job=\"groundwire\"} > 100");
    // A page that Prometheus does not understand is not logged: the target is down for it.
    assertThat(prometheus.holds("min_over_time(up{job=\"groundwire\"}[5m]) == 1"))
        .as("a scrape failed: %s", targets())
        .hasSize(1);
    assertThat(prometheus.log()).noneMatch(line -> line.matches(".*level=(warn|error).*"));
    assertThat(prometheus.rules())
        .allSatisfy(
            rule -> assertThat(rule.getString("health")).as(rule.encode()).isIn("ok", "unknown"));
  }

  /** So that a point of a graph leads to a trace. */
  @Test
  void exemplarsNameTraces() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String found;
    do {
      assertThat(System.nanoTime()).as("no exemplar").isLessThan(end);
      Pause.real().of(LOOK_AGAIN);
      busy.search();
      found = prometheus.exemplars("search_latency_seconds_bucket").encode();
    } while (!found.contains("trace_id"));
  }

  private static String targets() throws IOException, InterruptedException {
    return prometheus.get("targets").encode();
  }

  private static void await(String expression) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (prometheus.holds(expression).isEmpty()) {
      assertThat(System.nanoTime()).as(expression).isLessThan(end);
      Pause.real().of(LOOK_AGAIN);
    }
  }
}
