package dev.groundwire.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.BusCodecs;
import dev.groundwire.launcher.AppConfig;
import dev.groundwire.launcher.client.Pause;
import dev.groundwire.launcher.cluster.Cluster;
import dev.groundwire.launcher.cluster.ClusterConfig;
import dev.groundwire.platform.telemetry.MetricsPage;
import dev.groundwire.platform.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node of a cluster tells of it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClusterMetricsTest {
  private static final String OURS = "groundwire_cluster_";
  private static final Pattern NAME = Pattern.compile("(" + OURS + "\\w+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final List<Integer> ports = new ArrayList<>();
  private final List<Vertx> nodes = new ArrayList<>();
  private final List<Telemetry> told = new ArrayList<>();

  @BeforeEach
  void choosePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports.addAll(List.of(one.getLocalPort(), other.getLocalPort()));
    }
  }

  @AfterEach
  void stop() {
    nodes.reversed().forEach(node -> node.close().await());
    told.forEach(Telemetry::close);
  }

  /** With its telemetry as in a node. */
  private Cluster join(int port) {
    AppConfig config =
        AppConfig.load(
            Map.of(
                "GROUNDWIRE_PROFILE", "cluster",
                "DATABASE_URL", "postgresql://groundwire@127.0.0.1/none",
                "SECRET_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                "CLUSTER_NAME", "metrics-" + ports.getFirst(),
                "CLUSTER_PORT", Integer.toString(port),
                "CLUSTER_BUS_PORT", "0",
                "CLUSTER_MEMBERS", "127.0.0.1:" + ports.getFirst()),
            Optional.empty());
    ClusterConfig settings = config.cluster();
    Telemetry telemetry = Telemetry.start(config.telemetry(), "test");
    told.add(telemetry);
    Cluster joined = Cluster.join(settings, telemetry, new VertxOptions().setEventLoopPoolSize(1));
    nodes.add(joined.vertx());
    BusCodecs.register(joined.vertx().eventBus());
    return joined;
  }

  private Exposition page() {
    MetricsPage page = told.getFirst().page("text/plain").orElseThrow();
    return Exposition.read(page.body());
  }

  private double value(String name) {
    return page()
        .text()
        .lines()
        .filter(line -> line.startsWith(OURS + name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void await(String name, Predicate<Double> as) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!as.test(value(name))) {
      assertThat(System.nanoTime()).as(name + " is " + value(name)).isLessThan(end);
      Pause.real().of(LOOK_AGAIN);
    }
  }

  @Test
  void everythingDocumentedAndWatchedIsExported() throws Exception {
    Cluster joined = join(ports.getFirst());
    joined.vertx().deployVerticle(joined.room()).await();
    Set<String> documented = ours(Catalogue.read().labels().keySet());
    assertThat(documented).isNotEmpty();
    assertThat(ours(page().families().keySet())).isEqualTo(documented);
    Set<String> watched = new TreeSet<>();
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard.expressions().forEach(each -> watched.addAll(Expressions.metrics(each)));
    }
    watched.addAll(Watching.all(NAME, Files.readString(Watching.ALERTS)));
    assertThat(ours(watched)).isEqualTo(documented);
  }

  private static Set<String> ours(Set<String> names) {
    Set<String> ours = new TreeSet<>(names);
    ours.removeIf(name -> !name.startsWith(OURS));
    return ours;
  }

  /** A member whose bus answers nothing, as its room is not there. */
  @Test
  void tellsOfAMemberThatIsSeenAndNotReached() throws InterruptedException {
    Cluster first = join(ports.getFirst());
    first.vertx().deployVerticle(first.room()).await();
    await("answering_members", found -> found == 1);
    Cluster deaf = join(ports.getLast());
    await("members", seen -> seen == 2);
    await("deaf_members", seen -> seen == 1);
    assertThat(value("answering_members")).isEqualTo(1);
    deaf.vertx().deployVerticle(deaf.room()).await();
    await("deaf_members", seen -> seen == 0);
    await("answering_members", found -> found == 2);
    assertThat(value("probe_age_seconds")).isLessThan((double) PATIENCE.toSeconds());
    assertThat(value("registrations_renewed_total")).isZero();
  }

  @Test
  void aRoomThatHasGoneTellsNothing() {
    Cluster joined = join(ports.getFirst());
    String room = joined.vertx().deployVerticle(joined.room()).await();
    assertThat(page().families()).containsKey(OURS + "members");
    joined.vertx().undeploy(room).await();
    assertThat(page().families()).doesNotContainKey(OURS + "members");
  }
}
