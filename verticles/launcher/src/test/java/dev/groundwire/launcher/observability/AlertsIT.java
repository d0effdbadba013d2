package dev.groundwire.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.client.Pause;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.prometheus.PrometheusServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What really goes wrong with a running node is noticed by a real Prometheus with our rules. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class AlertsIT {
  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final String WINDOW = "15s";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  @TempDir static Path folder;

  @Test
  void everyAlertIsCausedOrWiredOrSaidToBeLeftToPromtool() throws Exception {
    Set<String> known = new TreeSet<>(Incident.onlyByPromtool());
    known.addAll(Incident.wired().keySet());
    Incident.all().forEach(incident -> known.addAll(incident.alerts()));
    assertThat(known).isEqualTo(Watching.alerts());
  }

  @Test
  void whatGoesWrongIsNoticed() throws Exception {
    Haste haste = new Haste(WINDOW, Incident.sooner());
    List<String> missed = new ArrayList<>();
    try (BusyNode busy = BusyNode.start(folder, VERTX.vertx());
        PrometheusServer prometheus =
            PrometheusServer.start(
                haste.settings(folder, "127.0.0.1:" + busy.node.managementPort()))) {
      busy.readyDocument("lamp.txt");
      busy.ask("shared").expect(200);
      missed.addAll(await(prometheus, Incident.wired().keySet(), "bounds that are met"));
      for (Incident incident : Incident.all()) {
        List<Thread> callers = begin(incident, busy);
        missed.addAll(await(prometheus, incident.alerts(), incident.what()));
        end(callers);
      }
    }
    assertThat(missed).isEmpty();
  }

  private static List<Thread> begin(Incident incident, BusyNode busy) {
    List<Thread> callers = new ArrayList<>();
    for (int caller = 0; caller < incident.callers(); caller++) {
      callers.add(Thread.ofVirtual().start(() -> happen(incident, busy)));
    }
    return callers;
  }

  private static void happen(Incident incident, BusyNode busy) {
    try {
      incident.cause().happen(busy);
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      throw new IllegalStateException(incident.what() + " could not be caused", failed);
    }
  }

  private static void end(List<Thread> callers) throws InterruptedException {
    for (Thread caller : callers) {
      caller.interrupt();
      assertThat(caller.join(PATIENCE)).as("has an end").isTrue();
    }
  }

  /** Those of {@code alerts} that have not fired once within the patience. */
  private static List<String> await(PrometheusServer prometheus, Set<String> alerts, String what)
      throws Exception {
    Set<String> missing = new TreeSet<>(alerts);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!missing.isEmpty() && System.nanoTime() < end) {
      missing.removeAll(firing(prometheus));
      Pause.real().of(LOOK_AGAIN);
    }
    return missing.stream().map(alert -> what + ", but not " + alert).toList();
  }

  private static Set<String> firing(PrometheusServer prometheus) throws Exception {
    return prometheus.holds("ALERTS{alertstate=\"firing\"}").stream()
        .map((JsonObject alert) -> alert.getString("alertname"))
        .collect(Collectors.toSet());
  }
}
