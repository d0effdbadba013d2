package dev.groundwire.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.prometheus.PrometheusFixture;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Dashboards have the form that Grafana expects, and ask what Prometheus understands. Grafana
 * publishes no schema of them that a program could check, so their form is checked here.
 */
class DashboardsTest {
  @RegisterExtension
  static final PrometheusFixture PROMETHEUS = new PrometheusFixture(Watching.SETTINGS);

  private static final int WIDTH = 24;
  private static final Set<String> KINDS = Set.of("timeseries", "stat", "state-timeline");
  private static final Set<String> UNITS =
      Set.of("s", "short", "percentunit", "bytes", "Bps", "reqps", "ops", "cps");

  @Test
  void everyExpressionIsUnderstood() throws Exception {
    List<String> refused = new ArrayList<>();
    for (Dashboard dashboard : Dashboard.all()) {
      for (String expression : dashboard.expressions()) {
        JsonObject answer = PROMETHEUS.server().query(Expressions.filledIn(expression));
        if (!"success".equals(answer.getString("status"))) {
          refused.add(dashboard.file() + ": " + expression + ": " + answer.getString("error"));
        }
      }
    }
    assertThat(refused).isEmpty();
  }

  @Test
  void everyVariableIsKnown() throws Exception {
    Pattern variable = Pattern.compile("\\$\\{?(\\w+)");
    for (Dashboard dashboard : Dashboard.all()) {
      List<String> known =
          Dashboard.objects(dashboard.json().getJsonObject("templating").getJsonArray("list"))
              .map(each -> each.getString("name"))
              .toList();
      assertThat(known).contains("datasource", "instance");
      assertThat(Watching.all(variable, dashboard.json().encode()))
          .as(dashboard.file())
          .allMatch(used -> known.contains(used) || used.startsWith("__"));
    }
  }

  @Test
  void everyDashboardHasItsOwnIdentityAndTheWayToTheRunbook() throws Exception {
    List<Dashboard> all = Dashboard.all();
    for (String unique : List.of("uid", "title")) {
      assertThat(all.stream().map(each -> each.json().getString(unique)))
          .doesNotContainNull()
          .doesNotHaveDuplicates();
    }
    assertThat(all)
        .allSatisfy(each -> {
          assertThat(each.json().getInteger("schemaVersion")).isGreaterThanOrEqualTo(39);
          assertThat(each.json().getString("description")).isNotBlank();
          assertThat(each.json().getJsonArray("links").encode()).contains("${runbook}/README.md");
          assertThat(each.json().getJsonObject("annotations").encode()).contains("ALERTS{");
        });
  }

  @Test
  void everyPanelSaysWhatItShowsAndInWhatUnit() throws Exception {
    for (Dashboard dashboard : Dashboard.all()) {
      assertThat(dashboard.panels()).as(dashboard.file()).isNotEmpty();
      for (JsonObject panel : dashboard.panels()) {
        String where = dashboard.file() + ": " + panel.getString("title");
        assertThat(panel.getString("title")).as(where).isNotBlank();
        assertThat(panel.getString("description")).as(where).isNotBlank();
        assertThat(panel.getString("type")).as(where).isIn(KINDS);
        JsonObject defaults = panel.getJsonObject("fieldConfig").getJsonObject("defaults");
        assertThat(defaults.getString("unit")).as(where).isIn(UNITS);
        assertThat(defaults.getJsonObject("thresholds").getJsonArray("steps")).isNotEmpty();
        assertThat(panel.getJsonArray("targets")).as(where).isNotEmpty();
        Dashboard.objects(panel.getJsonArray("targets"))
            .forEach(target -> {
              assertThat(target.getString("refId")).as(where).isNotBlank();
              assertThat(target.getJsonObject("datasource").getString("uid"))
                  .as(where)
                  .isEqualTo("${datasource}");
            });
      }
    }
  }

  @Test
  void panelsLieBesideEachOther() throws Exception {
    for (Dashboard dashboard : Dashboard.all()) {
      List<JsonObject> places =
          Dashboard.objects(dashboard.json().getJsonArray("panels"))
              .map(panel -> panel.getJsonObject("gridPos"))
              .toList();
      assertThat(Dashboard.objects(dashboard.json().getJsonArray("panels")))
          .extracting(panel -> panel.getInteger("id"))
          .doesNotHaveDuplicates();
      for (int one = 0; one < places.size(); one++) {
        JsonObject place = places.get(one);
        assertThat(place.getInteger("x") + place.getInteger("w")).isLessThanOrEqualTo(WIDTH);
        for (int other = 0; other < one; other++) {
          assertThat(overlap(place, places.get(other)))
              .as(dashboard.file() + ": " + place + " on " + places.get(other))
              .isFalse();
        }
      }
    }
  }

  private static boolean overlap(JsonObject one, JsonObject other) {
    return one.getInteger("x") < ends(other, "x", "w")
        && other.getInteger("x") < ends(one, "x", "w")
        && one.getInteger("y") < ends(other, "y", "h")
        && other.getInteger("y") < ends(one, "y", "h");
  }

  private static int ends(JsonObject place, String at, String size) {
    return place.getInteger(at) + place.getInteger(size);
  }

  @Test
  void theDatasourceOfTracesIsTheOneThatExemplarsLeadTo() throws Exception {
    Path file = Watching.DOCKER.resolve("grafana/provisioning/datasources/groundwire.yml");
    Set<String> given =
        Watching.all(Pattern.compile("(?m)^ +uid: (\\S+)$"), Files.readString(file));
    Set<String> used =
        Watching.all(Pattern.compile("datasourceUid: ([\\w-]+)"), Files.readString(file));
    assertThat(used).isNotEmpty().isSubsetOf(given);
  }
}
