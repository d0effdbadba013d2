package dev.groundwire.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.prometheus.PrometheusFixture;
import dev.groundwire.testing.prometheus.Promtool;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Prometheus takes the rules, and every alert fires when it must and only then. */
class RulesTest {
  @RegisterExtension
  static final PrometheusFixture PROMETHEUS = new PrometheusFixture(Watching.SETTINGS);

  private static final Pattern NAME = Pattern.compile("^'(\\w+) (fires|stays quiet)");
  private static final Pattern FIRING = Pattern.compile("alertname=\"(\\w+)\"");

  @Test
  void prometheusTakesSettingsAndRules() throws Exception {
    accepted("check", "config", Watching.SETTINGS);
    List<Object> arguments = new ArrayList<>(List.of("check", "rules"));
    arguments.addAll(Watching.files(Watching.RULES, ".yml"));
    accepted(arguments.toArray());
  }

  @Test
  void everyAlertFiresWhenItMustAndOnlyThen() throws Exception {
    List<Path> files = Watching.files(Watching.TESTS, ".test.yml");
    assertThat(files).isNotEmpty();
    try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Promtool.Verdict>> verdicts =
          files.stream()
              .map(file ->
                  beside.submit(
                      () -> Promtool.find().run(List.of("test", "rules", file).toArray())))
              .toList();
      for (Future<Promtool.Verdict> verdict : verdicts) {
        accepted(verdict.get());
      }
    }
  }

  private static void accepted(Object... arguments) throws IOException, InterruptedException {
    accepted(Promtool.find().run(arguments));
  }

  private static void accepted(Promtool.Verdict verdict) {
    assertThat(verdict.exitCode()).as(verdict.said()).isZero();
  }

  @Test
  void everyAlertIsTestedBothWays() throws IOException {
    Set<String> firing = new TreeSet<>();
    Set<String> quiet = new TreeSet<>();
    for (Path file : Watching.files(Watching.TESTS, ".test.yml")) {
      for (String test : Files.readString(file).split("(?m)^  - name: ", -1)) {
        Matcher name = NAME.matcher(test);
        if (name.find()) {
          boolean fires = Watching.all(FIRING, test).contains(name.group(1));
          assertThat(fires).as(test).isEqualTo(name.group(2).equals("fires"));
          (fires ? firing : quiet).add(name.group(1));
        }
      }
    }
    assertThat(firing).isEqualTo(Watching.alerts());
    assertThat(quiet).isEqualTo(Watching.alerts());
  }

  @Test
  void everyAlertSaysHowBadItIsWhatItMeansAndWhatToDo() throws Exception {
    List<JsonObject> alerts =
        PROMETHEUS.server().rules().stream()
            .filter(rule -> rule.getString("type").equals("alerting"))
            .toList();
    assertThat(alerts).extracting(alert -> alert.getString("name")).containsAll(Watching.alerts());
    assertThat(alerts)
        .allSatisfy(alert -> {
          String name = alert.getString("name");
          JsonObject told = alert.getJsonObject("annotations");
          assertThat(alert.getJsonObject("labels").getString("severity")).isIn("page", "ticket");
          assertThat(told.getString("summary")).as(name).isNotBlank();
          // Where nothing is left there is no value to tell.
          if (!name.equals("NodeAbsent")) {
            assertThat(told.getString("description")).as(name).containsAnyOf("$value", "$labels");
          }
          assertThat(told.getString("runbook_url"))
              .isEqualTo("docker/runbook/README.md#" + name.toLowerCase(Locale.ROOT));
        });
  }
}
