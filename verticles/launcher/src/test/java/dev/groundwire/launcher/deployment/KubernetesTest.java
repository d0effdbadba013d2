package dev.groundwire.launcher.deployment;

import static dev.groundwire.launcher.deployment.DeploymentFiles.manifest;
import static dev.groundwire.launcher.deployment.DeploymentFiles.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.gateway.health.HealthRoutes;
import dev.groundwire.launcher.product.Launch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The manifests are what Kubernetes expects as far as can be told without it, and fit each other.
 */
class KubernetesTest {
  private final Pod pod;

  KubernetesTest() throws IOException {
    pod = Pod.read();
  }

  @Test
  void everyManifestSaysWhatItIs() throws IOException {
    for (Path file : DeploymentFiles.manifests()) {
      if (!file.endsWith("adapter.values.yaml")) {
        assertThat(DeploymentFiles.all(file))
            .as(file.toString())
            .isNotEmpty()
            .allSatisfy(each -> {
              assertThat(each.getString("apiVersion")).matches("([a-z0-9.-]+/)?v\\d[a-z0-9]*");
              assertThat(each.getString("kind")).matches("[A-Z]\\w+");
              if (!file.endsWith("kustomization.yaml")) {
                assertThat(each.getJsonObject("metadata").getString("name")).isNotBlank();
              }
            });
      }
    }
  }

  @Test
  void everyFileIsPartOfItsKustomization() throws IOException {
    for (String folder : List.of("base", "components/tls", "components/monitoring")) {
      Path home = DeploymentFiles.KUBERNETES.resolve(folder);
      JsonObject kustomization = DeploymentFiles.one(home.resolve("kustomization.yaml"));
      Set<String> named = new TreeSet<>();
      kustomization.getJsonArray("resources").forEach(file -> named.add(String.valueOf(file)));
      objects(kustomization.getJsonArray("patches"))
          .forEach(each -> named.add(each.getString("path")));
      named.addAll(Set.of("kustomization.yaml", "adapter.values.yaml"));
      try (Stream<Path> files = Files.list(home)) {
        assertThat(files.map(file -> file.getFileName().toString())).allMatch(named::contains);
      }
    }
  }

  @Test
  void nodesAreReplacedOneAtATimeAndNoneIsMissed() {
    JsonObject rolling = pod.deployment().getJsonObject("strategy").getJsonObject("rollingUpdate");
    assertThat(rolling.getInteger("maxUnavailable")).isZero();
    assertThat(rolling.getInteger("maxSurge")).isEqualTo(1);
  }

  @Test
  void aStopIsGivenTheTimeItMayTake() throws IOException {
    Settings settings = Settings.read();
    List<Object> preStop =
        pod
            .container()
            .getJsonObject("lifecycle")
            .getJsonObject("preStop")
            .getJsonObject("exec")
            .getJsonArray("command")
            .stream()
            .toList();
    assertThat(preStop.getFirst()).isEqualTo("sleep");
    Duration needed =
        Duration.ofSeconds(Long.parseLong(String.valueOf(preStop.getLast())))
            .plus(Settings.duration(settings.at("gateway.drain_timeout")))
            .plus(Settings.duration(settings.at("retrieval.drain_timeout")))
            .plus(Settings.duration(settings.at("llm.drain_timeout")));
    assertThat(Duration.ofSeconds(pod.spec().getInteger("terminationGracePeriodSeconds")))
        .isGreaterThan(needed);
  }

  @Test
  void probesAskTheManagementPortWhatItAnswers() {
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      JsonObject asked = pod.container().getJsonObject(probe).getJsonObject("httpGet");
      assertThat(asked.getString("port")).isEqualTo("management");
      assertThat(HealthRoutes.PATHS).contains(asked.getString("path"));
    }
    // A database that is away must not have every node killed.
    assertThat(
            pod.container()
                .getJsonObject("livenessProbe")
                .getJsonObject("httpGet")
                .getString("path"))
        .isEqualTo("/health/live");
  }

  @Test
  void aPodMayDoNoMoreThanItMust() {
    JsonObject own = pod.container().getJsonObject("securityContext");
    assertThat(own.getBoolean("allowPrivilegeEscalation")).isFalse();
    assertThat(own.getBoolean("readOnlyRootFilesystem")).isTrue();
    assertThat(own.getJsonObject("capabilities").getJsonArray("drop"))
        .isEqualTo(JsonArray.of("ALL"));
    JsonObject all = pod.spec().getJsonObject("securityContext");
    assertThat(all.getBoolean("runAsNonRoot")).isTrue();
    assertThat(all.getInteger("runAsUser")).isEqualTo(10001);
    assertThat(all.getJsonObject("seccompProfile").getString("type")).isEqualTo("RuntimeDefault");
    assertThat(pod.spec().getBoolean("automountServiceAccountToken")).isFalse();
    assertThat(pod.container().getJsonObject("resources").getJsonObject("limits").fieldNames())
        .contains("memory", "ephemeral-storage");
  }

  @Test
  void everySelectorMeansThePods() throws IOException {
    JsonObject labels = pod.template().getJsonObject("metadata").getJsonObject("labels");
    for (String service : List.of("groundwire", "groundwire-members", "groundwire-management")) {
      JsonObject selector =
          manifest("Service", service).getJsonObject("spec").getJsonObject("selector");
      assertThat(selector).as(service).isEqualTo(labels);
    }
    for (String kind : List.of("PodDisruptionBudget", "NetworkPolicy")) {
      JsonObject spec = manifest(kind, "groundwire").getJsonObject("spec");
      JsonObject selector = spec.getJsonObject("selector", spec.getJsonObject("podSelector"));
      assertThat(selector.getJsonObject("matchLabels")).as(kind).isEqualTo(labels);
    }
    assertThat(pod.deployment().getJsonObject("selector").getJsonObject("matchLabels"))
        .isEqualTo(labels);
  }

  @Test
  void nodesFindEachOtherBeforeTheyAreReady() throws IOException {
    JsonObject members = manifest("Service", "groundwire-members").getJsonObject("spec");
    assertThat(members.getString("clusterIP")).isEqualTo("None");
    assertThat(members.getBoolean("publishNotReadyAddresses")).isTrue();
    assertThat(manifest("ConfigMap", "groundwire").getJsonObject("data").getString("CLUSTER_DNS"))
        .startsWith("groundwire-members.groundwire.");
  }

  @Test
  void onlyNodesReachTheBusAndOnlyMonitoringTheManagementPort() throws IOException {
    JsonArray rules =
        manifest("NetworkPolicy", "groundwire").getJsonObject("spec").getJsonArray("ingress");
    objects(rules)
        .forEach(rule -> {
          List<Integer> ports =
              objects(rule.getJsonArray("ports")).map(p -> p.getInteger("port")).toList();
          String from = String.valueOf(rule.getJsonArray("from"));
          if (ports.contains(pod.port("bus")) || ports.contains(pod.port("membership"))) {
            assertThat(from).contains("\"podSelector\"").doesNotContain("namespaceSelector");
          } else if (ports.contains(pod.port("management"))) {
            assertThat(from).contains("monitoring");
          } else {
            assertThat(ports).containsExactly(pod.port("http"));
          }
        });
    assertThat(rules).hasSize(3);
  }

  @Test
  void theAutoscalerAsksForWhatIsMeasured() throws IOException {
    String catalogue = Files.readString(Launch.root().resolve("verticles/platform/METRICS.md"));
    JsonObject rules =
        DeploymentFiles.one(
                DeploymentFiles.KUBERNETES.resolve("components/monitoring/adapter.values.yaml"))
            .getJsonObject("rules");
    Set<String> given = new TreeSet<>(Set.of("cpu"));
    for (String kind : List.of("custom", "external")) {
      objects(rules.getJsonArray(kind))
          .forEach(rule -> {
            String series = rule.getString("seriesQuery").replaceAll("\\{.*", "");
            assertThat(catalogue).contains("`" + series + "`");
            assertThat(rule.getString("metricsQuery")).contains(series + "{");
            given.add(rule.getJsonObject("name").getString("as"));
          });
    }
    objects(
            manifest("HorizontalPodAutoscaler", "groundwire")
                .getJsonObject("spec")
                .getJsonArray("metrics"))
        .map(metric ->
            switch (metric.getString("type")) {
              case "Pods" -> metric.getJsonObject("pods").getJsonObject("metric");
              case "External" -> metric.getJsonObject("external").getJsonObject("metric");
              default -> metric.getJsonObject("resource");
            })
        .forEach(metric -> assertThat(given).contains(metric.getString("name")));
  }
}
